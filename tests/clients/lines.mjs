// How a C# test and a node script talk: one JSON object a line, commands on standard input, events on standard output.
import { createInterface } from "node:readline";

/** Writes one event as one line. */
export function report(event, fields = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

/**
 * Calls the handler of each command in turn, `{"do": "send", …}` calls `handlers.send({…})`; a command is begun when the
 * one before it has finished. A command that fails, or that has no handler, ends the process with exit code 1.
 */
export async function obey(handlers) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, ...fields } = JSON.parse(line);
    if (!handlers[name]) {
      throw new Error(`No such command: ${name}`);
    }
    await handlers[name](fields);
  }
}
