/**
 * The publications in the body of a POST.
 * @param {string} body
 * @returns {{ topics: string[], payload: string }[]}
 */
export function readBatch(body) {
  return JSON.parse(body).messages.map(({ topics, data }) => ({ topics, payload: JSON.stringify(data) }));
}

const firstOfSubscribe = 's'.charCodeAt(0);

/**
 * Whether a message asks for a topic; any other one is sent back.
 * @param {Uint8Array} message
 */
export function isSubscription(message) {
  return message[0] === firstOfSubscribe;
}

/**
 * What a client wants to subscribe to.
 * @param {string} text
 */
export function topicOf(text) {
  return /^subscribe (.+)$/.exec(text)?.[1];
}
