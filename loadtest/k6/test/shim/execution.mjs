import { workerData } from 'node:worker_threads';

const { user = 0 } = workerData;

export default { scenario: { iterationInTest: user }, vu: { idInTest: user + 1 } };
