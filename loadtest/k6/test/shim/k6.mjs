import { record } from './record.mjs';

export function check(value, statements) {
  return Object.values(statements).map((holds) => record('checks', 'rate', holds(value) ? 1 : 0)).every((held) => held === 1);
}

/** Blocks the user, as k6's does. */
export function sleep(seconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}
