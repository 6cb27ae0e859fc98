// One virtual user: runs its scenario's function once, and tells its metrics when nothing is left to wait for.
import { parentPort, workerData } from 'node:worker_threads';
import { recorded } from './record.mjs';

Object.assign(globalThis, { __ENV: workerData.env, __VU: workerData.user + 1, __ITER: 0 });
const script = await import(workerData.script);
setTimeout(() => script[workerData.exec](workerData.data), workerData.startAfter);
process.once('beforeExit', () => parentPort.postMessage(recorded));
