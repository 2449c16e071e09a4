// Opens pages in a headless Chromium and writes what it saw as JSON: node look.mjs CHROMIUM PAGE.html …
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { start } from "./chromium.mjs";

const [executablePath, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await start(executablePath);

async function look(file) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = { sides: {}, messages: [], requests: [], violations: [], tooWide: [], smallest: 0 };
  const own = pathToFileURL(file).href;
  page.on("console", (message) => seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  page.on("request", (request) => request.url() === own || seen.requests.push(request.url()));
  await page.goto(own, { waitUntil: "load" });
  for (const format of ["A4", "Letter"]) {
    const pdf = (await page.pdf({ format })).toString("latin1");
    seen.sides[format] = pdf.match(/\/Type\s*\/Page\b/g).length;
  }
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    const needed = await page.evaluate(() => document.scrollingElement.scrollWidth);
    if (needed > width) seen.tooWide.push(`${needed} px in a window of ${width}`);
    // What is wrong at 360 is wrong at 320.
    if (width === 360) continue;
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run());
    seen.violations.push(...violations.map((found) => `${width}: ${found.id}: ${found.nodes[0].html}`));
  }
  const smallest = () =>
    Math.min(...[...document.body.querySelectorAll("*")].map((e) => parseFloat(getComputedStyle(e).fontSize)));
  seen.smallest = await page.evaluate(smallest);
  await page.emulateMedia({ media: "print" });
  seen.smallestOnPaper = await page.evaluate(smallest);
  await context.close();
  return seen;
}

const seen = [];
for (const file of files) seen.push(await look(file));
await browser.close();
console.log(JSON.stringify(seen));
