// Many topics with few subscribers each. RATE is over all topics; each gets the same number of publications.
//   k6 run -e TOPICS=1000 -e USERS=100 -e SOCKETS=100 -e RATE=200 many-topics.js
import exec from 'k6/execution';
import { thresholds as common } from './lib/metrics.js';
import { publishInTurn } from './lib/publisher.js';
import { maxDuration, publications, settings } from './lib/settings.js';
import { strictSubscriber } from './lib/subscriber.js';

const topics = Array.from({ length: settings.topics }, (_, i) => `k6.many.${i}`);
const each = Math.max(1, Math.floor(publications / topics.length));

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    subscribers: { executor: 'per-vu-iterations', exec: 'subscribe', vus: settings.users, iterations: 1, maxDuration },
    publisher: { executor: 'per-vu-iterations', exec: 'publish', vus: 1, iterations: 1, maxDuration, startTime: `${settings.rampUp}s` },
  },
  thresholds: { ...common, wsactors_deliveries: [`count==${settings.users * settings.sockets * each}`] },
};

export function subscribe() {
  for (let i = 0; i < settings.sockets; i++) {
    const number = exec.scenario.iterationInTest * settings.sockets + i;
    strictSubscriber([topics[number % topics.length]]);
  }
}

export function publish() {
  publishInTurn(topics, each, settings.rate);
}
