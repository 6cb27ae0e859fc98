// Packs the package, installs it into an empty folder and uses it there, from TypeScript and from JavaScript: node scripts/try.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wsactors-try-"));
const run = (program, args, cwd) => {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")} failed: ${error.stdout}`);
  }
};

const consumer = `
import { createClient, WsActorsError, type Position } from "wsactors";
import { follow } from "wsactors/follow";
import { useConnection, useTopic } from "wsactors/react";

class Silent {
  onmessage = null;
  onclose = null;
  onerror = null;
  send() {}
  close() {}
}

const since: Position | undefined = undefined;
const client = createClient("ws://localhost/connect", { WebSocket: Silent, token: async () => "t" });
const quotes = client.subscribe<{ price: number }>("quotes", { since });
quotes.on("message", ({ data, offset }) => console.log(data.price.toFixed(2), offset));
quotes.on("gap", (gap) => gap.reload);
const position: Position | undefined = quotes.position;
client.on("state", (state) => state.name === "connected" && state.transport);
client.publish("quotes", { price: 1 }).catch((error) => console.log((error as WsActorsError).code));
for await (const event of client.subscribe<string>("other")) {
  const text: string = event.type === "message" ? event.data : event.reason;
  // @ts-expect-error: only messages have data.
  event.data;
  console.log(text, position);
}
const states: AsyncGenerator<number> = follow<number, number>(client, "votes", async () => ({ state: 1, position: { epoch: "e", offset: 1 } }), (sum, { data }) => sum + data);
void states;
export function useTypes() {
  const price: number | undefined = useTopic<{ price: number }>(client, "quotes").value?.price;
  const lines: string[] = useTopic(client, "chat", { initial: [] as string[], reduce: (all, { data }) => [...all, data.text] }).value;
  return [price, lines, useConnection(undefined).name];
}
`;

const user = `
import * as wsactors from "wsactors";
import * as extra from "wsactors/follow";
const client = wsactors.createClient("ws://localhost/connect", { WebSocket: class { send() {} close() {} } });
client.publish("a", 1).catch(({ code }) => console.log(Object.keys({ ...wsactors, ...extra }).sort().join(), code));
client.close();
`;

try {
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root));
  writeFileSync(join(folder, "package.json"), '{"private": true, "type": "module"}');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], folder);

  writeFileSync(join(folder, "consumer.ts"), consumer);
  const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, module: "nodenext", target: "es2022", lib: ["es2022", "dom"], types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  run(join(root, "node_modules", ".bin", "tsc"), [], folder);

  writeFileSync(join(folder, "user.mjs"), user);
  const printed = run(process.execPath, ["user.mjs"], folder).trim();
  const expected = "WsActorsError,createClient,follow closed";
  if (printed !== expected) {
    throw new Error(`The installed package printed "${printed}" instead of "${expected}".`);
  }
  console.log(`${filename}: installed, type-checked and used`);
} finally {
  rmSync(folder, { recursive: true });
}
