// A proxy like those that let plain HTTP through and no WebSockets: node no-websockets.mjs PORT
//
//   commands  allow           lets WebSockets through from now on
//   events    ready {port}, refused for each WebSocket that it did not let through
import http from "node:http";
import net from "node:net";
import { obey, report } from "./lines.mjs";

const target = { host: "127.0.0.1", port: Number(process.argv[2]) };
let isAllowed = false;

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

proxy.on("upgrade", ({ method, url, rawHeaders }, socket, head) => {
  socket.on("error", () => {});
  if (!isAllowed) {
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
  server.on("error", () => socket.destroy());
});

proxy.listen(0, "127.0.0.1", () => report("ready", { port: proxy.address().port }));
await obey({
  allow() {
    isAllowed = true;
  },
});
process.exit();
