// Connections that only wait. Read the server's memory meanwhile: its /metrics, or ps.
//   k6 run -e USERS=100 -e SOCKETS=100 -e DURATION=60 idle.js
import { check } from 'k6';
import { setTimeout } from 'k6/timers';
import { complete, thresholds } from './lib/metrics.js';
import { maxDuration, settings } from './lib/settings.js';
import { subscriber } from './lib/subscriber.js';

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    waiting: { executor: 'per-vu-iterations', exec: 'wait', vus: settings.users, iterations: 1, maxDuration },
  },
  thresholds,
};

export function wait() {
  for (let i = 0; i < settings.sockets; i++) {
    const connection = subscriber(['k6.idle'], {
      closed(expected) {
        complete.add(expected);
        check(expected, { 'the connection stayed': (stayed) => stayed });
      },
    });
    setTimeout(() => connection.close(), (settings.rampUp + settings.duration) * 1000);
  }
}
