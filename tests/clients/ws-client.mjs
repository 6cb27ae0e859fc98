// npm's ws, remote-controlled: node ws-client.mjs URL [SUBPROTOCOL] [--deflate=OPTIONS]
//
//   commands  send {text | base64}, ping {text}, close {code, reason}, terminate
//   events    open {protocol, extensions}, message {text | base64}, ping {text}, pong {text}, close {code, reason},
//             refused {status, body}, failed {message}
import WebSocket from "ws";
import { obey, report } from "./lines.mjs";

const isOption = (argument) => argument.startsWith("--deflate=");
const [url, ...subprotocols] = process.argv.slice(2).filter((argument) => !isOption(argument));
const deflate = process.argv.find(isOption)?.slice("--deflate=".length);
const socket = new WebSocket(url, subprotocols, { perMessageDeflate: deflate ? JSON.parse(deflate) : false });

socket.on("open", () => report("open", { protocol: socket.protocol, extensions: socket.extensions }));
socket.on("message", (data, isBinary) =>
  report("message", isBinary ? { base64: data.toString("base64") } : { text: data.toString() }));
socket.on("ping", (data) => report("ping", { text: data.toString() }));
socket.on("pong", (data) => report("pong", { text: data.toString() }));
socket.on("close", (code, reason) => report("close", { code, reason: reason.toString() }));
socket.on("error", (error) => report("failed", { message: error.message }));
socket.on("unexpected-response", async (_, response) => {
  let body = "";
  for await (const part of response.setEncoding("utf8")) {
    body += part;
  }
  report("refused", { status: response.statusCode, body });
  process.exit(0);
});

await obey({
  send: ({ text, base64 }) => socket.send(text ?? Buffer.from(base64, "base64")),
  ping: ({ text }) => socket.ping(text),
  close: ({ code, reason }) => socket.close(code, reason),
  terminate: () => socket.terminate(),
});

// The test has let go of standard input: nothing keeps an open socket waiting for its peer.
process.exit(0);
