// SERVER=path/to/WsActors.Server.dll npm test
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './shim/run.mjs';
import { startServer } from './server.mjs';

// Whichever was built: the scripts are tried here, not the server's speed.
const built = ['Release', 'Debug']
  .map((configuration) => fileURLToPath(new URL(`../../../src/WsActors.Server/bin/${configuration}/net10.0/WsActors.Server.dll`, import.meta.url)))
  .find(existsSync);
const program = process.env.SERVER ?? built;
if (!program) throw new Error('build the server first: dotnet build src/WsActors.Server');
const small = { USERS: '2', SOCKETS: '3', RATE: '20', DURATION: '1', RAMP_UP: '3' };
let server;

before(async () => (server = await startServer(program)));
after(async () => assert.equal(await server.stop(), 0));

const runScript = (name, env = {}) => run(`../../${name}`, { URL: server.url, ADMIN: server.admin, ...small, ...env });

test('fan-out: every connection gets every publication', async () => {
  const { metrics, broken } = await runScript('fan-out.js');
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_deliveries.length, 2 * 3 * 20);
});

test('many-topics: every connection gets the publications of its topic', async () => {
  const { metrics, broken } = await runScript('many-topics.js', { TOPICS: '4' });
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_deliveries.length, 2 * 3 * 5);
});

test('soak: every connection gets the publications of its topic', async () => {
  const { broken } = await runScript('soak.js');
  assert.deepEqual(broken.filter((threshold) => !threshold.startsWith('wsactors_latency')), []);
});

test('idle: every connection stays', async () => {
  const { metrics, broken } = await runScript('idle.js');
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_complete.length, 2 * 3);
});

test('echo: every message comes back', async () => {
  const { metrics, broken } = await runScript('echo.js');
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_deliveries.length, 2 * 3 * 20);
});

test('storm: every client comes back', async () => {
  const { metrics, broken } = await runScript('storm.js');
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_storm_back.length, 2 * 3);
});

test('slow readers: the others get everything', async () => {
  const { metrics, broken } = await runScript('slow-readers.js', { PATIENCE: '6' });
  assert.deepEqual(broken, []);
  assert.equal(metrics.wsactors_deliveries.length, 3 * 20);
});

test('a publication too many breaks the thresholds', async () => {
  // Another publisher on the same topic: the subscribers must notice, or the scripts could not find a fault.
  const extra = setInterval(
    () => void fetch(`${server.admin}/api/topics/k6.fan-out/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ topic: 'k6.fan-out', n: 7, at: 0, last: false }),
    }),
    100,
  );
  const { broken } = await runScript('fan-out.js').finally(() => clearInterval(extra));
  assert.ok(broken.some((threshold) => threshold.startsWith('wsactors_faults')));
});

test('nobody there breaks the thresholds', async () => {
  const { broken } = await runScript('idle.js', { URL: 'ws://127.0.0.1:1' });
  assert.ok(broken.some((threshold) => threshold.startsWith('wsactors_faults')));
});
