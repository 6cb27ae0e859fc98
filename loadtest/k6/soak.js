// The load of fan-out.js for a long time, on ten topics, with connections that must stay for all of it.
//   k6 run -e USERS=100 -e SOCKETS=100 -e RATE=10 -e DURATION=3600 soak.js
import { thresholds as common } from './lib/metrics.js';
import { publishInTurn } from './lib/publisher.js';
import { maxDuration, publications, settings } from './lib/settings.js';
import { strictSubscriber } from './lib/subscriber.js';

const topics = Array.from({ length: 10 }, (_, i) => `k6.soak.${i}`);
const each = Math.max(1, Math.floor(publications / topics.length));

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    subscribers: { executor: 'per-vu-iterations', exec: 'subscribe', vus: settings.users, iterations: 1, maxDuration },
    publisher: { executor: 'per-vu-iterations', exec: 'publish', vus: 1, iterations: 1, maxDuration, startTime: `${settings.rampUp}s` },
  },
  thresholds: { ...common, wsactors_latency: ['p(99)<1000'] },
};

export function subscribe() {
  for (let i = 0; i < settings.sockets; i++) {
    strictSubscriber([topics[i % topics.length]]);
  }
}

export function publish() {
  publishInTurn(topics, each, settings.rate);
}
