// The libraries of the server's console, which are kept with its sources, so that a machine without npm can build and run it:
//   node vendored.mjs           fails if a copy is not what the package holds
//   node vendored.mjs --write   copies them, after a change of a version in package.json and npm install
import { readFileSync, writeFileSync } from "node:fs";

const target = new URL("../../src/WsActors.Server/WebConsole/vendor/", import.meta.url);
const read = (path) => readFileSync(new URL(`node_modules/${path}`, import.meta.url), "utf8");
const versionOf = (name) => JSON.parse(read(`${name}/package.json`)).version;

/** Each file: its package and its path there. The page has no import map, so the hooks name Preact by its file. */
const files = {
  "preact.js": ["preact", "dist/preact.mjs"],
  "preact-hooks.js": ["preact", "hooks/dist/hooks.mjs", (code) => code.replaceAll('from"preact"', 'from"./preact.js"')],
  "htm.js": ["htm", "dist/htm.mjs"],
  "uplot.js": ["uplot", "dist/uPlot.esm.js"],
  "uplot.css": ["uplot", "dist/uPlot.min.css"],
};

const copies = Object.fromEntries(Object.entries(files).map(([name, [source, path, change = (code) => code]]) => [
  name, `/*! ${source} ${versionOf(source)}, see LICENSES.txt */\n${change(read(`${source}/${path}`)).replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n")}`,
]));
copies["LICENSES.txt"] = [...new Set(Object.values(files).map(([source]) => source))]
  .map((source) => `${source} ${versionOf(source)}\n\n${read(`${source}/LICENSE`).trim()}\n`).join(`\n${"-".repeat(80)}\n\n`);

if (process.argv[2] === "--write") {
  Object.entries(copies).forEach(([name, text]) => writeFileSync(new URL(name, target), text));
} else {
  const different = Object.keys(copies).filter((name) => readFileSync(new URL(name, target), "utf8") !== copies[name]);
  if (different.length) {
    console.error(`not as in their packages: ${different.join(", ")}; run node vendored.mjs --write in tests/clients`);
    process.exit(1);
  }
  console.log(`${Object.keys(copies).length} files are as in their packages`);
}
