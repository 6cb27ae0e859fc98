// All connections are closed at the same moment and come back at once, subscriptions included. k6 closes politely: for
// resets, and for clients that die, use the load generator beside this folder.
//   k6 run -e USERS=100 -e SOCKETS=100 storm.js
import { check } from 'k6';
import { setTimeout } from 'k6/timers';
import { Trend } from 'k6/metrics';
import { complete, thresholds } from './lib/metrics.js';
import { maxDuration, settings } from './lib/settings.js';
import { subscriber } from './lib/subscriber.js';

/** From the moment of the storm until a client is subscribed again, in milliseconds; its max is the storm's length. */
const back = new Trend('wsactors_storm_back', true);

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: {
    storm: { executor: 'per-vu-iterations', exec: 'storm', vus: settings.users, iterations: 1, maxDuration },
  },
  thresholds: { ...thresholds, wsactors_storm_back: [`max<${settings.patience * 1000}`] },
};

/** @returns {{ moment: number }} */
export function setup() {
  // One moment for all users.
  return { moment: Date.now() + settings.rampUp * 1000 };
}

/** @param {{ moment: number }} data */
export function storm(data) {
  for (let i = 0; i < settings.sockets; i++) {
    const first = subscriber(['k6.storm'], { closed: () => comeBack(data.moment) });
    setTimeout(() => first.close(), Math.max(0, data.moment - Date.now()));
  }
}

/** @param {number} moment */
function comeBack(moment) {
  let returned = false;
  const second = subscriber(['k6.storm'], {
    subscribed() {
      returned = true;
      back.add(Date.now() - moment);
      second.close();
    },
    closed() {
      complete.add(returned);
      check(returned, { 'the client came back': (came) => came });
    },
  });
}
