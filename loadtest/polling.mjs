// The back end that pages poll, for loadtest/polling.sh: the one of docs/migrating/polling.md, without a framework. Prints its port.
import { createServer } from "node:http";

const messages = [];

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, "http://localhost");
  if (request.method === "POST") {
    messages.push(JSON.parse(Buffer.concat(await request.toArray())));
  }
  const body = request.method === "POST" ? "{}" : JSON.stringify({ messages: messages.slice(searchParams.get("since")), next: messages.length });
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }).end(body);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
