// Copies the built modules to the server, which serves them with its demo page, and to the examples, which take them from there:
//   npm run build && npm run demo
//
// They are kept with the sources, so that a machine without npm can run both; a test compares them with what the sources build.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = new URL("../../../WsActors.Server/Demo/", import.meta.url);

/** The modules by their names there, each with a line that tells where it comes from. */
export function demoModules() {
  return Object.fromEntries(Object.entries({ "wsactors.js": "index.js", "follow.js": "follow.js" }).map(([name, built]) => {
    const code = readFileSync(new URL(`../dist/${built}`, import.meta.url), "utf8");
    return [name, `// Built from src/clients/typescript by "npm run build && npm run demo". Do not edit.\n${code}`];
  }));
}

export const readDemoModule = (name) => readFileSync(new URL(name, target), "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, code] of Object.entries(demoModules())) {
    writeFileSync(new URL(name, target), code);
  }
}
