import http from 'k6/http';
import { check, sleep } from 'k6';
import { settings } from './settings.js';

/**
 * What a publication carries.
 * @typedef {{ topic: string, n: number, at: number, last: boolean, filler: string }} Payload
 */

const filler = 'x'.repeat(settings.payload);

/**
 * Publishes to the topics in turn, each publication at its own time, and marks the last one of each topic.
 * `at` is the intended time: a server that falls behind is charged for the wait (no coordinated omission). One user
 * publishes one request after the other, so each topic's order is known.
 *
 * @param {string[]} topics
 * @param {number} each publications of each topic
 * @param {number} rate publications per second over all topics
 */
export function publishInTurn(topics, each, rate) {
  const start = Date.now();
  for (let i = 0; i < each * topics.length; i++) {
    const at = start + (i * 1000) / rate;
    const wait = at - Date.now();
    if (wait > 0) {
      sleep(wait / 1000);
    }
    const n = Math.floor(i / topics.length);
    publish(topics[i % topics.length], { topic: topics[i % topics.length], n, at, last: n === each - 1, filler });
  }
}

/**
 * @param {string} topic
 * @param {Payload} payload
 */
function publish(topic, payload) {
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/json' };
  if (settings.apiKey) {
    headers.Authorization = `Bearer ${settings.apiKey}`;
  }
  const answer = http.post(`${settings.admin}/api/topics/${topic}/messages`, JSON.stringify(payload), {
    headers,
    // One name for all topics: a name for each would make a time series for each.
    tags: { name: 'publish' },
  });
  check(answer, { 'publication accepted': (response) => response.status === 200 });
}
