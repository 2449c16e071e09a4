// Takes a picture of a page as it would be printed on A4: node photograph.mjs CHROMIUM PAGE.html PICTURE.png
import { pathToFileURL } from "node:url";
import { start } from "./chromium.mjs";

const [executablePath, file, picture] = process.argv.slice(2);
const browser = await start(executablePath);
const page = await browser.newPage({ viewport: { width: 794, height: 1123 }, deviceScaleFactor: 1.5 });
await page.emulateMedia({ media: "print" });
await page.goto(pathToFileURL(file).href);
// A picture has no @page; these are its margins.
await page.addStyleTag({ content: "@media print { body { padding: 10mm 12mm } }" });
await page.screenshot({ path: picture });
await browser.close();
