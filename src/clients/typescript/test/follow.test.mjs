// A state that begins as a snapshot and is changed by messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { World, follow, settle } from "./harness.mjs";

const snapshots = (...list) => async () => list.shift() ?? Promise.reject(new Error("one load too many"));
const add = (sum, { data }) => sum + data;

test("a state is loaded, changed by messages, and loaded anew after a gap", async () => {
  const world = await World.connected();
  const load = snapshots({ state: 10, position: { epoch: "e", offset: 4 } }, { state: 100, position: { epoch: "f", offset: 2 } });
  const states = [];
  const following = (async () => {
    for await (const state of follow(world.client, "votes", load, add)) {
      states.push(state);
      if (state === 107) {
        break;
      }
    }
  })();
  await settle();
  assert.deepEqual(world.socket.last("subscribe").since, { epoch: "e", offset: 4 });
  await world.socket.confirm("votes");
  await world.socket.message("votes", 5, 1);
  await world.socket.say({ type: "gap", topic: "votes", from: 6, to: 6, reason: "conflated" });
  await world.socket.message("votes", 7, 2);
  await world.socket.say({ type: "gap", topic: "votes", from: 8, to: 9, reason: "not_kept" });
  assert.deepEqual(world.socket.last("subscribe").since, { epoch: "f", offset: 2 });
  await world.socket.confirm("votes");
  await world.socket.message("votes", 3, 7);
  await following;

  assert.deepEqual(states, [10, 11, 13, 100, 107]);
  assert.equal(world.socket.requests("unsubscribe").length, 2);
});

test("a snapshot that cannot be loaded ends the loop with its error", async () => {
  const world = await World.connected();

  await assert.rejects(follow(world.client, "votes", snapshots(), add).next(), /one load too many/);
});

test("the end of the client ends the loop", async () => {
  const world = await World.connected();
  const states = follow(world.client, "votes", snapshots({ state: 1, position: { epoch: "e", offset: 4 } }), add);
  await states.next();
  const next = states.next();
  await settle();
  world.client.close();

  assert.deepEqual(await next, { done: true, value: undefined });
});
