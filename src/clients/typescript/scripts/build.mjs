// Builds the package's modules into dist: node scripts/build.mjs
//
// Members whose names begin with "_" are internal, so their names are shortened: users' own minifiers cannot do that.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);

/** Builds the module of a source; `plugins` may change the sources, which the tests do. */
export function buildTo(outfile, plugins = [], source = "src/index.ts") {
  return build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [source],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    mangleProps: /^_[a-zA-Z]/,
    external: ["react"],
    legalComments: "none",
    plugins,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildTo("dist/index.js");
  await buildTo("dist/follow.js", [], "src/follow.ts");
  await buildTo("dist/react.js", [], "src/react.ts");
}
