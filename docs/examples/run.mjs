// Starts an example, until Ctrl-C:   node docs/examples/run.mjs NAME [SETTING OF THE PUSH SERVER…]
//
// It builds the push server, starts it with the example's settings, and starts it again when it has ended. On http://localhost:3000 it is what a web
// server is in front of an application: it serves the page and the client, passes /connect and /topics on to the push server, and calls the
// example's back end for everything else. PORT is another port, and with HOST=0.0.0.0 other devices reach it. WSACTORS_SERVER names a built server.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const [name, ...settings] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
if (!name || !existsSync(join(here, name, "page.html"))) {
  console.error("usage: node docs/examples/run.mjs prices|chat|orders|answer|vote");
  process.exit(2);
}

const { PORT = 3000, HOST = "localhost" } = process.env;
const source = join(here, "../../src/WsActors.Server");
const data = join(tmpdir(), `wsactors-example-${name}`);
const files = {
  "/": ["text/html", join(here, name, "page.html")],
  "/wsactors/index.js": ["text/javascript", join(source, "Demo/wsactors.js")],
  "/wsactors/follow.js": ["text/javascript", join(source, "Demo/follow.js")],
};
let push, admin, server;

function build() {
  console.log("Building the push server …");
  execFileSync("dotnet", ["build", source, "-v", "quiet", "--nologo"], { stdio: "inherit" });
  return join(source, "bin/Debug/net10.0/WsActors.Server.dll");
}

/** Keeps the push server running, on the ports that it had first, and returns when both listeners are known. */
function startServer(program) {
  return new Promise((started) => {
    const ports = push ? [`--WsActors:Push:Port=${push.port}`, `--WsActors:Admin:Port=${admin.port}`] : [];
    server = spawn("dotnet", [program, "--config", join(here, name, "settings.json"), ...settings, ...ports], { cwd: data, stdio: ["ignore", "pipe", "inherit"] });
    console.log(`The push server is process ${server.pid}.`);
    createInterface({ input: server.stdout }).on("line", (line) => {
      console.log(line);
      const [, listener, address] = /(Push listener|Admin API) on (\w+:\/\/[\w.:]+)/.exec(line) ?? [];
      if (listener === "Push listener") push = new URL(address.replace("ws", "http"));
      if (listener === "Admin API") started((admin = new URL(address)));
    });
    server.on("exit", async (code, signal) => {
      if (!admin) process.exit(code ?? 1);
      console.log(`The push server has ended (${signal ?? `exit code ${code}`}); it is started again.`);
      await setTimeout(300);
      void startServer(program);
    });
  });
}

/** Passes a request on to the push server, under a host name that it accepts. */
function pass({ method, url, headers }, response) {
  const passed = http.request(new URL(url, push), { method, headers: { ...headers, host: push.host } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", () => response.headersSent ? response.destroy() : response.writeHead(502).end());
  response.on("close", () => passed.destroy());
  passed.end();
}

function passWebSocket({ url, headers }, socket, head) {
  const lines = Object.entries({ ...headers, host: push.host }).map(([key, value]) => `${key}: ${value}\r\n`);
  const passed = net.connect(push.port, push.hostname, () => {
    passed.write(`GET ${url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    passed.write(head);
    passed.pipe(socket).pipe(passed);
  });
  for (const [one, other] of [[socket, passed], [passed, socket]]) one.on("error", () => {}).on("close", () => other.destroy());
}

mkdirSync(data, { recursive: true });
await startServer(process.env.WSACTORS_SERVER ?? build());
process.env.ADMIN = admin.origin;
const { backEnd } = await import(`./${name}/back-end.mjs`);
const site = http.createServer((request, response) => {
  const [path] = request.url.split("?");
  const [type, file] = files[path] ?? [];
  if (file) response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" }).end(readFileSync(file));
  else if (/^\/(connect|topics\/)/.test(path)) pass(request, response);
  else backEnd.emit("request", request, response);
});
site.on("upgrade", passWebSocket);
site.listen(PORT, HOST, () => console.log(`Open http://localhost:${site.address().port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (server.removeAllListeners("exit"), server.kill(), process.exit()));
