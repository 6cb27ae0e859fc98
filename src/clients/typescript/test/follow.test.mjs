// A state that begins as a snapshot and is changed by messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow } from "../dist/follow.js";
import { World, settle } from "./harness.mjs";

const at = (epoch, offset) => ({ epoch, offset });
const add = (sum, { data }) => sum + data;

/** Follows a topic whose snapshots are these, and records its states, its pauses and its end. */
async function followed(...snapshots) {
  const world = await World.connected();
  const states = [];
  const pauses = [];
  const load = async () => snapshots.shift() ?? Promise.reject(new Error("one load too many"));
  const pause = async (n) => void pauses.push(n);
  const loop = follow(world.client, "votes", load, add, { pause });
  const end = (async () => {
    for await (const state of loop) {
      states.push(state);
      if (state === "stop") {
        break;
      }
    }
  })();
  end.catch(() => {});
  await settle();
  return { world, states, pauses, end };
}

const subscribes = (world) => world.socket.requests("subscribe").map(({ since }) => since);

test("a state is loaded, changed by messages, and loaded anew after a gap", async () => {
  const { world, states, pauses, end } = await followed({ state: 10, position: at("e", 4) }, { state: 100, position: at("f", 2) });
  await world.socket.confirm("votes");
  await world.socket.message("votes", 5, 1);
  await world.socket.say({ type: "gap", topic: "votes", from: 6, to: 6, reason: "conflated" });
  await world.socket.message("votes", 7, 2);
  await world.socket.say({ type: "gap", topic: "votes", from: 8, to: 9, reason: "not_kept" });
  await world.socket.confirm("votes");
  await world.socket.message("votes", 3, 7);

  assert.deepEqual(states, [10, 11, 13, 100, 107]);
  assert.deepEqual(subscribes(world), [at("e", 4), at("f", 2)]);
  assert.deepEqual(pauses, [0]);
  world.client.close();
  await end;
});

// The back end stores the position of its last publication, and has published nothing since the server lost the log.
test("a snapshot from before a new log is kept, if nothing of the new log is missing", async () => {
  const { world, states, pauses } = await followed({ state: 10, position: at("e", 4) }, { state: 11, position: at("e", 4) });
  await world.socket.confirm("votes", { epoch: "f", offset: 0, recovered: false });
  await world.socket.say({ type: "gap", topic: "votes", from: 1, to: 0, reason: "epoch_changed" });
  await world.socket.message("votes", 1, 5);

  assert.deepEqual(states, [10, 11, 16]);
  assert.deepEqual([subscribes(world).length, pauses], [1, [0]]);
});

test("a snapshot that lacks messages is loaded again after longer and longer pauses", async () => {
  const old = { state: 10, position: at("e", 4) };
  const { world, states, pauses } = await followed(old, old, { state: 20, position: at("e", 6) });
  for (let i = 0; i < 2; i++) {
    await world.socket.confirm("votes", { recovered: false });
    await world.socket.say({ type: "gap", topic: "votes", from: 5, to: 6, reason: "not_kept" });
  }
  await world.socket.confirm("votes");
  await world.socket.message("votes", 7, 1);

  assert.deepEqual(states, [10, 10, 20, 21]);
  assert.deepEqual(subscribes(world), [at("e", 4), at("e", 4), at("e", 6)]);
  assert.deepEqual(pauses, [0, 1]);
});

test("the end of the loop closes the subscription", async () => {
  const { world, end } = await followed({ state: "", position: at("e", 4) });
  await world.socket.confirm("votes");
  await world.socket.message("votes", 5, "stop");
  await end;

  assert.equal(world.socket.requests("unsubscribe").length, 1);
});

test("a snapshot that cannot be loaded ends the loop with its error", async () => {
  const { end } = await followed();

  await assert.rejects(end, /one load too many/);
});

test("a refused subscription ends the loop with its error, and the end of the client ends it without one", async () => {
  const { world, end } = await followed({ state: 1, position: at("e", 4) });
  await world.socket.say({ type: "error", id: world.socket.last("subscribe").id, code: "subscribe_forbidden", message: "no" });
  await assert.rejects(end, { code: "subscribe_forbidden" });

  const other = await followed({ state: 1, position: at("e", 4) });
  other.world.client.close();
  await other.end;
});
