// Makes a server show each of its metrics: node check-dashboard.mjs PUSH ADMIN KEY PROCESS
// Expects a server with small limits and an application that nobody can reach; see check-dashboard.sh.
import { connect } from "node:net";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { randomBytes } from "node:crypto";

const [push, admin, key, process_] = process.argv.slice(2);
const { hostname, port } = new URL(push);
let step;
const giveUp = setTimeout(() => {
  console.error(`the server did not do its part within four minutes: ${step.name}`);
  process.exit(1);
}, 240_000);

for (step of [readers, refusals, lateReader, slowReader, unfinishedMessages, application, noDescriptors]) {
  await step();
}
clearTimeout(giveUp);
process.exit(0);

/** Subscribers, one that asks for what it missed, one that closes; publications. */
async function readers() {
  const sockets = await Promise.all([open("/topics/news"), open("/topics/news"), open("/topics/news?since=5&epoch=gone")]);
  await publish("news", "hello");
  sockets[0].write(frame(0x8, Buffer.from([1000 >> 8, 1000 & 0xff])));
  await ended(sockets[0]);
  sockets.forEach((socket) => socket.destroy());
}

/** A path that is none, no key, and more connections than allowed. */
async function refusals() {
  const lost = await handshake("/nowhere");
  lost.destroy();
  await fetch(`${admin}/api/node`);
  const many = await Promise.all(Array.from({ length: 25 }, () => handshake("/echo")));
  many.forEach((socket) => socket.destroy());
  await until(async () => (await metrics()).includes('wsactors_connections_refused_total{otel_scope_name="WsActors",cause="capacity"}'));
  await until(async () => /^wsactors_connections\{.*state="open"\} 0$/m.test(await metrics()));
}

/** A subscriber that stops reading for a while, so that a publication waits for it. */
async function lateReader() {
  const socket = await open("/topics/late");
  socket.pause();
  const chunk = "x".repeat(50_000);
  await until(async () => {
    await publish("late", chunk);
    return (await queued("late")) > 0;
  });
  await publish("late", "behind it");
  socket.resume();
  await until(async () => (await metrics()).includes("wsactors_outbox_wait_seconds_count{"));
  socket.destroy();
}

/** A subscriber that never reads, until the server has had enough of it. */
async function slowReader() {
  const socket = await open("/topics/slow");
  socket.pause();
  const chunk = "x".repeat(50_000);
  await until(async () => {
    await publish("slow", chunk);
    return (await metrics()).includes("wsactors_slow_consumers_total{");
  });
  socket.destroy();
}

/** Messages that begin and do not end, until they fill what the node holds of them. */
async function unfinishedMessages() {
  const sockets = await Promise.all(Array.from({ length: 6 }, () => open("/connect")));
  // A text frame without FIN, of 60,000 bytes and a mask of zeros (RFC 6455 §5.2, §5.4).
  const beginning = Buffer.concat([Buffer.from([0x01, 0x80 | 126, 60_000 >> 8, 60_000 & 0xff, 0, 0, 0, 0]), Buffer.alloc(60_000, "x")]);
  sockets.forEach((socket) => socket.write(beginning));
  await until(async () => (await metrics()).includes("wsactors_inbound_sheds_total{"));
  sockets.forEach((socket) => socket.destroy());
}

/** A durable publication, one to a durable topic too many, a question that nobody answers, and a client that asks too fast. */
async function application() {
  await publish("orders", "one");
  await fetch(`${admin}/api/topics/more-orders/messages`, { method: "POST", headers: { "X-API-Key": key }, body: "two" });
  await until(async () => (await metrics()).includes("wsactors_storage_failures_total{"));
  const asked = await handshake("/topics/asked");
  asked.destroy();
  const fast = await open("/connect");
  const command = Buffer.from('{"type":"ping"}');
  fast.write(Buffer.concat([frame(0x1, command), frame(0x1, command), frame(0x1, command)]));
  await until(async () => (await metrics()).includes("wsactors_commands_refused_total{"));
  fast.destroy();
}

/**
 * No descriptor left for the next connection; /metrics is asked over a connection that stands already. The limit is the lowest number that is free, and not
 * how many are open: connections of the steps before may still be closing, and each number that becomes free again is one more for the server.
 */
async function noDescriptors() {
  await metrics();
  const limit = execFileSync("prlimit", ["--pid", process_, "--nofile", "--noheadings", "--output", "SOFT"]).toString().trim();
  const setLimit = (value) => execFileSync("prlimit", ["--pid", process_, `--nofile=${value}:`]);
  const sockets = [];
  try {
    await until(async () => {
      setLimit(lowestFreeDescriptor());
      sockets.push(connect({ host: hostname, port }).on("error", () => {}));
      return (await metrics()).includes("wsactors_accept_errors_total{");
    });
  } finally {
    setLimit(limit);
    sockets.forEach((socket) => socket.destroy());
  }
}

function lowestFreeDescriptor() {
  const open = new Set(readdirSync(`/proc/${process_}/fd`));
  let free = 0;
  while (open.has(String(free))) {
    free++;
  }
  return free;
}

async function publish(topic, text) {
  const answer = await fetch(`${admin}/api/topics/${topic}/messages`, {
    method: "POST",
    headers: { "X-API-Key": key, "Content-Type": "text/plain" },
    body: text,
  });
  if (!answer.ok) {
    throw new Error(`publishing was answered with ${answer.status}: ${await answer.text()}`);
  }
}

/** The bytes that wait for the only subscriber of a topic. */
async function queued(topic) {
  const answer = await fetch(`${admin}/api/connections?topic=${topic}`, { headers: { "X-API-Key": key } });
  return (await answer.json()).connections[0].queuedBytes;
}

async function metrics() {
  const answer = await fetch(`${admin}/metrics`, { headers: { "X-API-Key": key } });
  return answer.text();
}

async function open(path) {
  const socket = await handshake(path);
  if (!socket.answer.startsWith("HTTP/1.1 101 ")) {
    throw new Error(`${path} was answered with ${socket.answer}`);
  }
  return socket;
}

/** A socket that has sent an opening handshake and has got an answer, or was cut off. */
function handshake(path) {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port });
    socket.answer = "";
    socket.on("error", () => resolve(socket));
    socket.on("close", () => resolve(socket));
    socket.on("data", (data) => {
      socket.answer ||= data.toString("latin1");
      resolve(socket);
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`);
  });
}

/** A masked frame of at most 125 bytes (RFC 6455 §5.2). */
function frame(opcode, payload) {
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, payload.map((byte, i) => byte ^ mask[i % 4])]);
}

function ended(socket) {
  return new Promise((resolve) => socket.once("close", resolve));
}

async function until(isTrue) {
  while (!(await isTrue())) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
