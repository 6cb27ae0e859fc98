// The package wsactors in Node.js, remote-controlled: node typescript-client.mjs MODULE…
//
//   commands  run {script}    runs JavaScript that finds the package's modules as `wsactors` and npm's ws as `WebSocket`
//   events    ready, console {tab, text} for console.log
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";
import { WebSocket } from "ws";
import { obey, report } from "./lines.mjs";

globalThis.WebSocket = WebSocket;
globalThis.wsactors = Object.assign({}, ...(await Promise.all(process.argv.slice(2).map((file) => import(pathToFileURL(file))))));
console.log = (text) => report("console", { tab: "page", text });
report("ready");

// As script elements do, scripts share their declarations.
await obey({ run: ({ script }) => void runInThisContext(script) });
process.exit(); // The client's socket would keep the process.
