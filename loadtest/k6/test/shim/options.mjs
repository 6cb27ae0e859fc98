// Reads a script's options, and runs its setup once.
import { parentPort, workerData } from 'node:worker_threads';

Object.assign(globalThis, { __ENV: workerData.env, __VU: 0, __ITER: 0 });
const { options, setup } = await import(workerData.script);
parentPort.postMessage({ options, data: setup?.() });
