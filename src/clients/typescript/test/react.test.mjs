// The hooks of wsactors/react in real React, with a page in memory.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Window } from "happy-dom";
import { World } from "./harness.mjs";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
globalThis.navigator ??= window.navigator;
const { act, Activity, createElement, StrictMode } = await import("react");
const { createRoot, hydrateRoot } = await import("react-dom/client");
const { renderToString } = await import("react-dom/server");
const { useConnection, useTopic } = await import("../dist/react.js");

const list = { initial: [], reduce: (all, { data }) => [...all, data] };
const roots = [];

/** A component that shows a topic as "VALUE STATE", with its gap and its error. */
function Topic({ client, topic = "news", options }) {
  const { value, state, gap, error } = useTopic(client, topic, options);
  return [JSON.stringify(value) ?? "nothing", state, gap && `gap ${gap.from}-${gap.to}`, error?.code].filter(Boolean).join(" ");
}

function Connection({ client }) {
  const { name, transport } = useConnection(client);
  return `${name} ${transport}`;
}

async function mount(element) {
  const container = document.createElement("div");
  const root = createRoot(container, { onUncaughtError: (error) => assert.fail(error) });
  roots.push(root);
  const shown = { container, root, render: (next) => act(async () => root.render(next)), get text() { return container.textContent; } };
  await shown.render(element);
  return shown;
}

afterEach(() => act(async () => roots.splice(0).forEach((root) => root.unmount())));

test("it shows the latest message and the connection", async () => {
  const world = new World();
  const { client } = world;
  const shown = await mount([createElement(Topic, { client, key: 1 }), " | ", createElement(Connection, { client, key: 2 })]);
  assert.equal(shown.text, "nothing pending | connecting undefined");

  await act(() => world.socket.welcome());
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 1, "a"));
  await act(() => world.socket.message("news", 2, "b"));
  assert.equal(shown.text, "\"b\" live | connected websocket");

  await act(() => world.socket.end());
  assert.equal(shown.text, "\"b\" pending | waiting undefined");
});

test("it combines every message once, in StrictMode and over a reconnection", async () => {
  const world = await World.connected();
  const { client } = world;
  const shown = await mount(createElement(StrictMode, null, createElement(Topic, { client, options: list })));
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.say(...[1, 2, 3].map((offset) => ({ type: "message", topic: "news", offset, data: offset }))));
  assert.equal(shown.text, "[1,2,3] live");

  await act(() => world.reconnect());
  assert.deepEqual(world.socket.last("subscribe").since, { epoch: "e", offset: 3 });
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 4));
  assert.equal(shown.text, "[1,2,3,4] live");
});

test("it uses the reduce of the last rendering", async () => {
  const world = await World.connected();
  const { client } = world;
  const times = (factor) => createElement(Topic, { client, options: { initial: 0, reduce: (sum, { data }) => sum + factor * data } });
  const shown = await mount(times(1));
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 1, 5));
  await shown.render(times(100));
  await act(() => world.socket.message("news", 2, 5));

  assert.equal(shown.text, "505 live");
  assert.equal(world.socket.requests("subscribe").length, 1);
});

test("it begins anew with another topic or client, and unsubscribes when it is unmounted", async () => {
  const world = await World.connected();
  const { client } = world;
  const shown = await mount(createElement(Topic, { client, options: list }));
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 1));
  await shown.render(createElement(Topic, { client, topic: "chat", options: { ...list, since: { epoch: "c", offset: 7 } } }));
  assert.equal(shown.text, "[] pending");
  assert.equal(world.socket.last("unsubscribe").topic, "news");
  assert.deepEqual(world.socket.last("subscribe").since, { epoch: "c", offset: 7 });

  const other = await World.connected();
  await shown.render(createElement(Topic, { client: other.client, topic: "chat", options: list }));
  assert.equal(world.socket.last("unsubscribe").topic, "chat");

  await shown.render(null);
  assert.equal(other.socket.last("unsubscribe").topic, "chat");
});

test("a component that is hidden and shown again continues where it was", async () => {
  const world = await World.connected();
  const { client } = world;
  const topic = (mode) => createElement(Activity, { mode }, createElement(Topic, { client, options: list }));
  const shown = await mount(topic("visible"));
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 1));
  await shown.render(topic("hidden"));
  assert.equal(world.socket.requests("unsubscribe").length, 1);

  await shown.render(topic("visible"));
  assert.deepEqual(world.socket.last("subscribe").since, { epoch: "e", offset: 1 });
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.message("news", 2));
  assert.equal(shown.text, "[1,2] live");
});

test("a gap is shown if the value is incomplete", async () => {
  const world = await World.connected();
  const { client } = world;
  const shown = await mount(createElement(Topic, { client, options: list }));
  await act(() => world.socket.confirm("news"));
  await act(() => world.socket.say({ type: "gap", topic: "news", from: 1, to: 2, reason: "conflated" }));
  assert.equal(shown.text, "[] live");

  await act(() => world.socket.say({ type: "gap", topic: "news", from: 3, to: 4, reason: "not_kept" }));
  assert.equal(shown.text, "[] live gap 3-4");
});

test("an error ends the topic, and so does a client that is closed", async () => {
  const world = await World.connected();
  const { client } = world;
  const shown = await mount(createElement(Topic, { client, options: list }));
  const { id } = world.socket.last("subscribe");
  await act(() => world.socket.say({ type: "error", id, code: "subscribe_forbidden", message: "no" }));
  assert.equal(shown.text, "[] closed subscribe_forbidden");

  client.close();
  const late = await mount(createElement(Topic, { client, options: list }));
  assert.equal(late.text, "[] closed closed");
});

test("a server renders the first value without a client, and the browser takes the page over", async () => {
  const page = (client) => [createElement(Topic, { client, options: list, key: 1 }), " ", createElement(Connection, { client, key: 2 })];
  const html = renderToString(page(undefined));
  assert.equal(html.replaceAll("<!-- -->", ""), "[] pending connecting undefined");

  const world = await World.subscribed();
  const container = document.createElement("div");
  container.innerHTML = html;
  const faults = [];
  await act(async () => roots.push(hydrateRoot(container, page(world.client), { onRecoverableError: (error) => faults.push(error) })));
  await act(() => world.socket.message("news", 1));

  assert.equal(container.textContent, "[1] live connected websocket");
  assert.deepEqual(faults, []);
});
