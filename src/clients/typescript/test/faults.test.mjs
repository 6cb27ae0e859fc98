// Clients with one planted fault each: the test of the rule that it breaks must fail.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildTo } from "../scripts/build.mjs";

const folder = mkdtempSync(join(tmpdir(), "wsactors-faults-"));
after(() => rmSync(folder, { recursive: true }));

// The rule, the source, the code, and what stands there instead.
const faults = [
  [1, "client", 'url.searchParams.set("keepalive", "message");', ""],
  [2, "client", "this._watch(this._drop, tenSeconds);", ""],
  [3, "client", "if (this._keepAlive !== undefined) {", "if (false) {"],
  [4, "client", "const token = await this._token();\n      if (attempt", "const token = (this.old ??= await this._token());\n      if (attempt"],
  [5, "client", "return this._random() * ", "return "],
  [6, "client", ">= tenSeconds;", ">= 0;"],
  [7, "client", "if (kind === 4000) {", "if (false) {"],
  [8, "client", "this._hurried = true;", ""],
  [9, "client", "this._schedule(this._backOff(this._failures++));", ""],
  [10, "client", "} else if (after !== undefined) {", "} else if (false) {"],
  [11, "client", "&& !this._nextIsServers) {", ") {"],
  [12, "client", "if (code === 4102 &&", "if (false &&"],
  [13, "client", "this._watch(() => this._probe(), this._keepAlive! + tenSeconds);", ""],
  [14, "client", "this._watch(() => this._probe(), this._keepAlive! + tenSeconds);", "this._watch(this._drop, this._keepAlive! + tenSeconds);"],
  [15, "client", "this._shut();\n        this._tell", "this._tell"],
  [16, "topic", "if (event.id !== this._request) {", "if (false) {"],
  [17, "client", "this._topics.forEach((topic) => topic._start());", ""],
  [18, "topic", "this._at = at;\n    this._handles", "this._handles"],
  [19, "handle", "this._seen = at;\n    if", "this._seen = this.position = at;\n    if"],
  [20, "handle", "if (at.offset <= seen.offset) {", "if (false) {"],
  [21, "handle", "this._buffer.push([item, at]);", "if (item.type === 'message') this._buffer.push([item, at]);"],
  [22, "handle", '&& (item as Gap).reason !== "offset_ahead"', ""],
  [23, "topic", "if (handle._seen!.epoch !== epoch && recovered !== false) {", "if (false) {"],
  [24, "handle", "item = { ...item, from: Math.max(item.from, seen.offset + 1) };", ""],
  [25, "handle", "if (this._buffer.length > (this._topic._client._options.maxBuffered ?? 1000)) {", "if (false) {"],
  [26, "topic", "} else if (error.retryable) {", "} else if (false) {"],
  [27, "topic", 'if (code === "already_subscribed") {', "if (false) {"],
  [28, "topic", 'case "unsubscribed":', 'case "unsubscribed?":'],
  [29, "client", "if (mayRepeat) {", "if (false) {"],
  [30, "requests", "this._unanswered.get(event.id)", "[...this._unanswered.values()][0]"],
  [31, "requests", "this._queue.length >= maxQueued", "false"],
  [32, "requests", "unanswered.forEach((done) => done());", ""],
  [33, "requests", "new TextEncoder().encode(message).length > maxMessageBytes", "message.length > maxMessageBytes"],
  [34, "errors", "|queue_", ""],
  [35, "presence", "changes.forEach((member, key) => this._set(key, member));", ""],
  [36, "presence", "this._replace(event, !!event.members);", "this._replace(event, true);"],
  [37, "stream", 'url.searchParams.set("since", `${at.epoch}-${at.offset}`);', ""],
  [38, "stream", "returnAfter = event.reconnectAfterMs;", ""],
  [39, "requests", "} else if (client._streams()) {", "} else if (false) {"],
  [40, "stream", "if (openedAt !== undefined) {", "if (false) {"],
  [41, "client", "this._requests._failQueue(error);", ""],
];

test("each rule has a planted fault", () => {
  const rules = readFileSync(new URL("../../../../docs/client-rules.md", import.meta.url), "utf8").matchAll(/^\*\*(\d+)\. /gm);

  assert.deepEqual(faults.map(([rule]) => rule), [...rules].map(([, rule]) => Number(rule)));
});

for (const [rule, source, code, fault] of faults) {
  test(`a client that breaks rule ${rule} is found`, async () => {
    const file = join(folder, `${rule}.mjs`);
    let count = 0;
    await buildTo(file, [{
      name: "fault",
      setup: (build) => build.onLoad({ filter: new RegExp(`[/\\\\]${source}\\.ts$`) }, ({ path }) => {
        const parts = readFileSync(path, "utf8").split(code);
        count = parts.length - 1;
        return { contents: parts.join(fault), loader: "ts" };
      }),
    }]);
    assert.equal(count, 1, `the code that this fault replaces must be in ${source}.ts once`);

    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const run = spawnSync(
      process.execPath,
      ["--test", "--test-timeout=10000", `--test-name-pattern=^${rule}: `, fileURLToPath(new URL("rules.test.mjs", import.meta.url))],
      { env: { ...env, WSACTORS_CLIENT: pathToFileURL(file).href }, encoding: "utf8" },
    );

    assert.notEqual(run.status, 0, `no test of rule ${rule} has failed:\n${run.stdout}`);
    assert.match(run.stdout, new RegExp(`not ok|✖ ${rule}: `), run.stdout + run.stderr);
  });
}
