// A proxy that injects faults: node fault-proxy.mjs PORT
//
//   commands  block, allow    lets no WebSockets through, like proxies that know plain HTTP only; and lets them through again
//             cut             resets all connections
//             freeze          forwards nothing more over the connections that are open, like a network that is gone without a word
//   events    ready {port}, refused for each WebSocket that it did not let through, done {command}
import http from "node:http";
import net from "node:net";
import { obey, report } from "./lines.mjs";

const target = { host: "127.0.0.1", port: Number(process.argv[2]) };
const sockets = new Set();
let isBlocked = false;

const proxy = http.createServer((request, response) => {
  const { method, url, headers } = request;
  const forwarded = http.request({ ...target, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  response.on("close", () => forwarded.destroy());
  request.pipe(forwarded);
});

proxy.on("connection", track);
proxy.on("upgrade", ({ method, url, rawHeaders }, socket, head) => {
  socket.on("error", () => {});
  if (isBlocked) {
    report("refused");
    socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    return;
  }
  const server = net.connect(target, () => {
    const fields = rawHeaders.map((text, index) => (index % 2 ? `${text}\r\n` : `${text}: `)).join("");
    server.write(`${method} ${url} HTTP/1.1\r\n${fields}\r\n`);
    server.write(head);
    server.pipe(socket).pipe(server);
  });
  track(server);
  server.on("error", () => socket.destroy());
  socket.on("close", () => server.destroy());
  server.on("close", () => socket.destroy());
});

function track(socket) {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
}

function command(name, run) {
  return {
    [name]() {
      run();
      report("done", { command: name });
    },
  };
}

proxy.listen(0, "127.0.0.1", () => report("ready", { port: proxy.address().port }));
await obey({
  ...command("block", () => (isBlocked = true)),
  ...command("allow", () => (isBlocked = false)),
  ...command("cut", () => sockets.forEach((socket) => socket.resetAndDestroy())),
  ...command("freeze", () => {
    for (const socket of sockets) {
      socket.unpipe();
      socket.pause();
    }
  }),
});
process.exit();
