import { Worker } from 'node:worker_threads';

/**
 * Runs a script as k6 would: each scenario's users side by side, each once.
 * @returns {Promise<{ metrics: Record<string, number[]>, broken: string[] }>} the metrics' values, and the thresholds that do not hold
 */
export async function run(script, env) {
  const url = new URL(script, import.meta.url).href;
  const { options, data } = await inWorker('./options.mjs', { script: url, env });
  const users = Object.values(options.scenarios).flatMap((scenario) =>
    Array.from({ length: scenario.vus }, (_, user) => inWorker('./user.mjs', { script: url, env, user, data, exec: scenario.exec, startAfter: seconds(scenario.startTime) * 1000 })),
  );
  const metrics = merge(await Promise.all(users));
  return { metrics, broken: brokenThresholds(options.thresholds, metrics) };
}

/** Runs a module of this folder in a runtime of its own; answers what it tells. */
function inWorker(module, workerData) {
  return new Promise((resolve, reject) => {
    let told;
    const worker = new Worker(new URL(module, import.meta.url), { workerData, execArgv: ['--import', new URL('./register.mjs', import.meta.url).href] });
    worker.on('message', (message) => (told = message));
    worker.on('error', reject);
    worker.on('exit', () => resolve(told));
  });
}

function merge(all) {
  const metrics = {};
  for (const recorded of all) {
    for (const [name, { values }] of Object.entries(recorded)) {
      metrics[name] = [...(metrics[name] ?? []), ...values];
    }
  }
  return metrics;
}

function brokenThresholds(thresholds, metrics) {
  return Object.entries(thresholds).flatMap(([name, expressions]) =>
    expressions.filter((expression) => !holds(expression, metrics[name] ?? [])).map((expression) => `${name}: ${expression}`),
  );
}

function holds(expression, values) {
  const [, aggregate, operator, bound] = /^(count|rate|max|p\(\d+\))\s*(==|<)\s*(\d+)$/.exec(expression);
  const value = aggregateOf(aggregate, values);
  return operator === '==' ? value === Number(bound) : value < Number(bound);
}

function aggregateOf(aggregate, values) {
  const sorted = values.toSorted((a, b) => a - b);
  switch (aggregate) {
    case 'count':
      return values.reduce((sum, value) => sum + value, 0);
    case 'rate':
      // A rate of nothing is no success.
      return values.length === 0 ? 0 : values.filter(Boolean).length / values.length;
    case 'max':
      return sorted.at(-1) ?? Infinity;
    default:
      return sorted[Math.ceil((sorted.length * Number(aggregate.slice(2, -1))) / 100) - 1] ?? Infinity;
  }
}

function seconds(text = '0s') {
  return Number(text.slice(0, -1));
}
