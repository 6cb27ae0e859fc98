import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts the server on free ports.
 * @param {string} program path of WsActors.Server.dll
 * @returns {Promise<{ url: string, admin: string, stop: () => Promise<number> }>} stop answers the exit code
 */
export async function startServer(program) {
  const server = spawn('dotnet', [program, '--WsActors:Push:Port=0', '--WsActors:Admin:Port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  let url, admin;
  for await (const line of createInterface({ input: server.stdout })) {
    url ??= /Push listener on (\S+)/.exec(line)?.[1];
    admin ??= /Admin API on (\S+)/.exec(line)?.[1];
    if (url && admin) {
      break;
    }
  }

  if (!url || !admin) {
    throw new Error('the server did not start');
  }

  server.stdout.resume();
  return {
    url,
    admin,
    stop() {
      server.kill('SIGTERM');
      return exited;
    },
  };
}
