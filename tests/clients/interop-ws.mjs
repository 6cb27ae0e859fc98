// npm's ws in the interop tests: node interop-ws.mjs [--no-deflate]; commands and events as in interop-sockets.mjs.
import { WebSocket } from "ws";
import { obey, report } from "./lines.mjs";
import "./interop-sockets.mjs";

const perMessageDeflate = !process.argv.includes("--no-deflate");

globalThis.report = report;
globalThis.WebSocket = class extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { perMessageDeflate });
  }
};

await obey(interop);

// The test has let go of standard input: nothing keeps an open socket waiting for its peer.
process.exit(0);
