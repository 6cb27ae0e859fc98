const standIns = { k6: 'k6', 'k6/execution': 'execution', 'k6/http': 'http', 'k6/metrics': 'metrics', 'k6/timers': 'timers', 'k6/ws': 'ws', 'k6/websockets': 'websockets' };

export function resolve(specifier, context, next) {
  const standIn = standIns[specifier];
  return standIn ? { url: new URL(`./${standIn}.mjs`, import.meta.url).href, shortCircuit: true } : next(specifier, context);
}
