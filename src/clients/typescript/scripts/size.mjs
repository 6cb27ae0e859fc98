// Fails if the package's module is larger than its readers were promised: node scripts/size.mjs
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const limit = 5 * 1024;
const code = readFileSync(new URL("../dist/index.js", import.meta.url));
const { length } = gzipSync(code, { level: 9 });
console.log(`dist/index.js: ${code.length} bytes, ${length} gzipped, of at most ${limit}`);
if (length > limit) {
  console.error(`The module is ${length - limit} bytes above its limit: make it smaller, or raise the limit here and in the documents.`);
  process.exitCode = 1;
}
