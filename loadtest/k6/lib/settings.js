// What a run can be told by environment variables: k6 run -e URL=ws://… -e USERS=100 fan-out.js

/**
 * @param {string} name
 * @param {number} fallback
 * @returns {number}
 */
function number(name, fallback) {
  const text = __ENV[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new Error(`${name} is "${text}": it must be a number, 0 or more`);
  }
  return value;
}

export const settings = {
  /** The push listener. */
  url: __ENV.URL || 'ws://127.0.0.1:8080',
  /** The admin API. */
  admin: __ENV.ADMIN || 'http://127.0.0.1:8081',
  /** For an admin API with keys. */
  apiKey: __ENV.API_KEY || '',
  /** Virtual users: each is a JavaScript runtime of some megabytes. */
  users: number('USERS', 10),
  /** Connections of each user: they share its event loop, so this is the cheap way to many. */
  sockets: number('SOCKETS', 10),
  topics: number('TOPICS', 100),
  /** Publications, or messages of an echo connection, a second. */
  rate: number('RATE', 10),
  /** Seconds of load. */
  duration: number('DURATION', 10),
  /** Seconds for all to connect before the first publication. */
  rampUp: number('RAMP_UP', 5),
  /** Seconds to wait for what is still missing. */
  patience: number('PATIENCE', 30),
  /** Characters of filler in a publication. */
  payload: number('PAYLOAD', 64),
};

/** Publications of a run. */
export const publications = Math.max(1, Math.round(settings.rate * settings.duration));

/** The bound that k6 puts on each scenario: everything is over long before. */
export const maxDuration = `${Math.ceil(settings.rampUp + settings.duration + 2 * settings.patience)}s`;
