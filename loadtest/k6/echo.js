// Every connection sends RATE messages per second to /echo and must get each of them back, in order.
//   k6 run -e USERS=10 -e SOCKETS=10 -e RATE=10 echo.js
import { check } from 'k6';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import { complete, deliveries, faults, latency, thresholds } from './lib/metrics.js';
import { maxDuration, publications, settings } from './lib/settings.js';

const filler = 'x'.repeat(settings.payload);

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    echo: { executor: 'per-vu-iterations', exec: 'echo', vus: settings.users, iterations: 1, maxDuration },
  },
  thresholds,
};

export function echo() {
  for (let i = 0; i < settings.sockets; i++) {
    connect();
  }
}

function connect() {
  const socket = new WebSocket(`${settings.url}/echo`, null, { tags: { name: 'echo' } });
  let sent = 0;
  let next = 0;
  let right = true;
  /** @type {import('k6/timers').IntervalID | undefined} */
  let timer;

  const givesUp = setTimeout(() => socket.close(), (settings.duration + settings.patience) * 1000);

  socket.onopen = () => {
    const start = Date.now();
    timer = setInterval(() => {
      // Those that are due, each with its own time: a late timer must not hide a wait.
      for (; sent < publications && start + (sent * 1000) / settings.rate <= Date.now(); sent++) {
        socket.send(JSON.stringify({ n: sent, at: start + (sent * 1000) / settings.rate, filler }));
      }
      if (sent === publications) {
        stopSending();
      }
    }, 5);
  };

  socket.onmessage = (event) => {
    const message = JSON.parse(/** @type {string} */ (event?.data));
    deliveries.add(1);
    latency.add(Date.now() - message.at);
    if (message.n !== next || message.filler !== filler) {
      right = false;
      faults.add(1, { fault: 'order' });
    }
    next = message.n + 1;
    if (next === publications) {
      socket.close();
    }
  };

  socket.onerror = () => faults.add(1, { fault: 'socket' });

  socket.onclose = () => {
    clearTimeout(givesUp);
    stopSending();
    const all = right && next === publications;
    complete.add(all);
    check(all, { 'every message came back, in order': (came) => came });
  };

  function stopSending() {
    if (timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  }
}
