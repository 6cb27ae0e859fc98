// What the package promises about itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { demoModules, readDemoModule } from "../scripts/demo.mjs";
import { createClient } from "./harness.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const manifest = JSON.parse(read("../package.json"));

test("it has the server's version, no side effects, and no dependencies but an optional React", () => {
  assert.equal(manifest.version, /<Version>(.*)<\/Version>/.exec(read("../../../../Directory.Build.props"))[1]);
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual([manifest.peerDependencies, manifest.peerDependenciesMeta], [{ react: ">=18" }, { react: { optional: true } }]);
  assert.equal(manifest.sideEffects, false);
});

test("it is packed with its modules, their types, the README and the licence, and with nothing else", () => {
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: new URL("..", import.meta.url), encoding: "utf8" }));

  assert.deepEqual(files.map(({ path }) => path).sort(), [
    "LICENSE", "README.md", "dist/errors.d.ts", "dist/follow.d.ts", "dist/follow.js", "dist/index.d.ts", "dist/index.js", "dist/react.d.ts",
    "dist/react.js", "dist/types.d.ts", "package.json",
  ]);
});

test("the server's demo page and the examples have what these sources build", () => {
  for (const [name, code] of Object.entries(demoModules())) {
    assert.equal(readDemoModule(name), code, `${name} is older than its sources: npm run demo`);
  }
});

test("without a WebSocket it says what to do", () => {
  assert.throws(() => createClient("ws://localhost/connect", { WebSocket: undefined }), globalThis.WebSocket ? undefined : /option WebSocket.*Node\.js 22/);
});

test("an address that is none is refused at once", () => {
  assert.throws(() => createClient("push", { WebSocket: class {} }), { code: "ERR_INVALID_URL" });
});
