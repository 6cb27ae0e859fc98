// USERS connections stop reading, each in a user of its own; SOCKETS connections of one more user must get everything all
// the same. PAYLOAD must be large enough to fill the sockets' buffers: then the server drops or closes the slow ones, as
// the topic's rule says. Read its wsactors_slow_consumers_total afterwards.
//   k6 run -e USERS=20 -e SOCKETS=100 -e RATE=50 -e PAYLOAD=16000 slow-readers.js
import { sleep } from 'k6';
import ws from 'k6/ws';
import { faults, thresholds as common } from './lib/metrics.js';
import { publishInTurn } from './lib/publisher.js';
import { maxDuration, publications, settings } from './lib/settings.js';
import { strictSubscriber } from './lib/subscriber.js';

const topic = 'k6.slow-readers';

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    slow: { executor: 'per-vu-iterations', exec: 'stopReading', vus: settings.users, iterations: 1, maxDuration },
    steady: { executor: 'per-vu-iterations', exec: 'subscribe', vus: 1, iterations: 1, maxDuration },
    publisher: { executor: 'per-vu-iterations', exec: 'publish', vus: 1, iterations: 1, maxDuration, startTime: `${settings.rampUp}s` },
  },
  thresholds: { ...common, wsactors_deliveries: [`count==${settings.sockets * publications}`] },
};

// k6/ws, the older API, reads the next message only when the handler of the one before has returned; k6/websockets reads on.
export function stopReading() {
  const params = { headers: { 'Sec-WebSocket-Protocol': 'wsactors.v1.json' }, tags: { name: 'slow' } };
  ws.connect(`${settings.url}/connect`, params, (socket) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', id: 0, topic })));
    socket.on('message', (text) => {
      const message = JSON.parse(text);
      if (message.type === 'message') {
        sleep(settings.duration + settings.patience / 2);
        socket.close();
      } else if (message.type === 'error') {
        faults.add(1, { fault: 'error' });
      }
    });
  });
}

export function subscribe() {
  for (let i = 0; i < settings.sockets; i++) {
    strictSubscriber([topic]);
  }
}

export function publish() {
  publishInTurn([topic], publications, settings.rate);
}
