// Fails if a module of the package is larger than its readers were promised: node scripts/size.mjs
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const limits = { "index.js": 5 * 1024, "follow.js": 1024, "react.js": 1024 };

for (const [name, limit] of Object.entries(limits)) {
  const code = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const { length } = gzipSync(code, { level: 9 });
  console.log(`dist/${name}: ${code.length} bytes, ${length} gzipped, of at most ${limit}`);
  if (length > limit) {
    console.error(`dist/${name} is ${length - limit} bytes above its limit: make it smaller, or raise the limit here and in the documents.`);
    process.exitCode = 1;
  }
}
