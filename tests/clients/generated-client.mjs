// Generates a client from the description of a running server, compiles a program that publishes with it, and runs that:
//   node generated-client.mjs http://127.0.0.1:8081
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [address] = process.argv.slice(2);
const folder = mkdtempSync(join(here, "generated-"));

// What the tools print goes to stderr, so that stdout holds what the program prints and nothing else.
function run(tool, ...args) {
  execFileSync(join(here, "node_modules", ".bin", tool), args, { stdio: ["ignore", 2, 2] });
}

try {
  run("openapi-typescript", `${address}/openapi/v1.json`, "--output", join(folder, "api.d.ts"));
  copyFileSync(join(here, "publish.ts"), join(folder, "publish.ts"));
  run("tsc", "--strict", "--target", "es2022", "--module", "nodenext", join(folder, "publish.ts"));
  execFileSync(process.execPath, [join(folder, "publish.js"), address], { stdio: ["ignore", 1, 2] });
} finally {
  rmSync(folder, { recursive: true });
}
