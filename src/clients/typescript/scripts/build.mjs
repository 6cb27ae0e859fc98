// Builds the package's one module: node scripts/build.mjs [FILE]
//
// Members whose names begin with "_" are internal, so their names are shortened: users' own minifiers cannot do that.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);

/** Writes the module to a file; `plugins` may change the sources, which the tests do. */
export function buildTo(outfile, plugins = []) {
  return build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: ["src/index.ts"],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    mangleProps: /^_[a-zA-Z]/,
    legalComments: "none",
    plugins,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildTo(process.argv[2] ?? "dist/index.js");
}
