// npm's ws: a client says "subscribe TOPIC", any other message is sent back; publications come by POST in the form of WsActors'
// /api/publish.
//   node ws.mjs PORT
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { isSubscription, readBatch, topicOf } from './batch.mjs';

/** @type {Map<string, Set<import('ws').WebSocket>>} */
const subscribers = new Map();

const http = createServer(async (request, response) => {
  for (const { topics, payload } of readBatch(await textOf(request))) {
    topics.forEach((topic) => publish(topic, payload));
  }
  response.end();
});

// Without compression, as it is by default.
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (!isSubscription(/** @type {Buffer} */ (data))) {
      socket.send(data, { binary: isBinary });
      return;
    }
    const topic = topicOf(data.toString());
    if (!topic) {
      return;
    }
    subscribe(topic, socket);
    socket.send(`subscribed ${topic}`);
  });
  // A reset: the close event follows.
  socket.on('error', () => {});
});

http.listen(Number(process.argv[2]), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

function subscribe(topic, socket) {
  if (!subscribers.has(topic)) {
    subscribers.set(topic, new Set());
  }
  subscribers.get(topic).add(socket);
  socket.once('close', () => subscribers.get(topic).delete(socket));
}

function publish(topic, payload) {
  for (const socket of subscribers.get(topic) ?? []) {
    socket.send(payload);
  }
}

async function textOf(request) {
  return Buffer.concat(await request.toArray()).toString();
}
