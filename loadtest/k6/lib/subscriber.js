import { check } from 'k6';
import { clearTimeout, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import { complete, deliveries, faults, latency, subscribing } from './metrics.js';
import { settings } from './settings.js';

/** @typedef {import('./publisher.js').Payload} Payload */

/** k6 documents the constructor's second parameter as reserved, so the subprotocol is asked for by header. */
const params = {
  headers: { 'Sec-WebSocket-Protocol': 'wsactors.v1.json' },
  tags: { name: 'connect' },
};

/**
 * One connection that speaks wsactors.v1.json.
 *
 * @param {string[]} topics subscribed to, one after the other
 * @param {{ subscribed?: () => void, message?: (payload: Payload) => void, closed?: (expected: boolean) => void }} on
 * @returns {{ close: () => void }}
 */
export function subscriber(topics, on) {
  const begun = Date.now();
  const socket = new WebSocket(`${settings.url}/connect`, null, params);
  let waiting = topics.length;
  let closing = false;

  socket.onopen = () => {
    topics.forEach((topic, id) => socket.send(JSON.stringify({ type: 'subscribe', id, topic })));
    if (waiting === 0) {
      on.subscribed?.();
    }
  };

  socket.onmessage = (event) => {
    const message = JSON.parse(/** @type {string} */ (event?.data));
    switch (message.type) {
      case 'subscribed':
        waiting--;
        if (waiting === 0) {
          subscribing.add(Date.now() - begun);
          on.subscribed?.();
        }
        break;
      case 'message':
        on.message?.(message.data);
        break;
      case 'error':
      case 'gap':
        faults.add(1, { fault: message.type });
        break;
      default:
        // welcome, goodbye: nothing to do.
        break;
    }
  };

  socket.onerror = () => faults.add(1, { fault: 'socket' });

  socket.onclose = () => {
    if (!closing) {
      faults.add(1, { fault: 'closed' });
    }
    on.closed?.(closing);
  };

  return {
    close() {
      closing = true;
      socket.close();
    },
  };
}

/**
 * A connection that expects every publication of its topics, exactly once and in order, up to the one that is marked as
 * the last. It closes then, or when nothing more can come.
 *
 * @param {string[]} topics
 */
export function strictSubscriber(topics) {
  /** @type {Record<string, number>} */
  const next = {};
  topics.forEach((topic) => (next[topic] = 0));
  let open = topics.length;
  let right = true;

  const connection = subscriber(topics, {
    message(payload) {
      deliveries.add(1);
      latency.add(Date.now() - payload.at);
      if (payload.n !== next[payload.topic]) {
        right = false;
        faults.add(1, { fault: 'order' });
      }
      next[payload.topic] = payload.n + 1;
      if (payload.last && --open === 0) {
        connection.close();
      }
    },
    closed() {
      clearTimeout(givesUp);
      complete.add(right && open === 0);
      check(next, { 'everything arrived, once and in order': () => right && open === 0 });
    },
  });
  const givesUp = setTimeout(() => connection.close(), (settings.rampUp + settings.duration + settings.patience) * 1000);
}
