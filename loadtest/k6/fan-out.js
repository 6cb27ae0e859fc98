// One topic; every publication must reach every subscriber, exactly once and in order.
//   k6 run -e URL=ws://127.0.0.1:8080 -e ADMIN=http://127.0.0.1:8081 -e USERS=100 -e SOCKETS=100 -e RATE=5 fan-out.js
import { thresholds as common } from './lib/metrics.js';
import { publishInTurn } from './lib/publisher.js';
import { maxDuration, publications, settings } from './lib/settings.js';
import { strictSubscriber } from './lib/subscriber.js';

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    subscribers: { executor: 'per-vu-iterations', exec: 'subscribe', vus: settings.users, iterations: 1, maxDuration },
    publisher: { executor: 'per-vu-iterations', exec: 'publish', vus: 1, iterations: 1, maxDuration, startTime: `${settings.rampUp}s` },
  },
  thresholds: { ...common, wsactors_deliveries: [`count==${settings.users * settings.sockets * publications}`] },
};

export function subscribe() {
  for (let i = 0; i < settings.sockets; i++) {
    strictSubscriber(['k6.fan-out']);
  }
}

export function publish() {
  publishInTurn(['k6.fan-out'], publications, settings.rate);
}
