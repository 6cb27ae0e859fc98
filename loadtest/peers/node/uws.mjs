// uWebSockets (C++) through its Node.js binding: a client says "subscribe TOPIC", any other message is sent back;
// publications come by POST in the form of WsActors' /api/publish, and uWebSockets' own publish fans them out.
//   node uws.mjs PORT
import uws from '@trufflesuite/uws-js-unofficial';
import { isSubscription, readBatch, topicOf } from './batch.mjs';

const app = uws.App();
app.ws('/*', {
  // Without compression, pings and timeouts, like the other servers.
  compression: uws.DISABLED,
  idleTimeout: 0,
  sendPingsAutomatically: false,
  message(socket, message, isBinary) {
    if (!isSubscription(new Uint8Array(message))) {
      socket.send(message, isBinary);
      return;
    }
    const topic = topicOf(Buffer.from(message).toString());
    if (topic) {
      socket.subscribe(topic);
      socket.send(`subscribed ${topic}`);
    }
  },
});

app.post('/publish', (response) => {
  let body = Buffer.alloc(0);
  response.onAborted(() => {});
  response.onData((chunk, isLast) => {
    // The chunk's memory is taken back after this call.
    body = Buffer.concat([body, Buffer.from(chunk)]);
    if (!isLast) {
      return;
    }
    for (const { topics, payload } of readBatch(body.toString())) {
      topics.forEach((topic) => app.publish(topic, payload));
    }
    response.end();
  });
});

app.listen('127.0.0.1', Number(process.argv[2]), (listening) => {
  if (!listening) {
    process.exit(1);
  }
});
process.once('SIGTERM', () => process.exit(0));
