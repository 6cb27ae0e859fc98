// The rules of docs/client-rules.md, one after the other: the name of each test begins with its rule's number.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { WsActorsError, World, expected, outcome, record, settle } from "./harness.mjs";

const at = (epoch, offset) => ({ epoch, offset });

/** Takes what an iterator has, without waiting for more. */
async function take(handle, count) {
  const iterator = handle[Symbol.asyncIterator]();
  const taken = [];
  for (let i = 0; i < count; i++) {
    const { value } = await iterator.next();
    taken.push(value.type === "gap" ? `gap ${value.from}-${value.to} ${value.reason}` : value.data);
  }
  return taken;
}

test("1: all topics share one connection with the client protocol, and keep-alive messages", async () => {
  const world = await World.connected();
  world.client.subscribe("a");
  world.client.subscribe("b");
  await settle();

  assert.equal(world.sockets.length, 1);
  assert.deepEqual(world.socket.protocols, ["wsactors.v1.json"]);
  assert.equal(world.socket.url.href, "wss://push.example/connect?keepalive=message");
  assert.deepEqual(world.socket.requests("subscribe").map(({ topic }) => topic), ["a", "b"]);
});

test("1: a page's own address and its query are kept", async () => {
  const world = new World({}, "https://push.example/ws/connect?tenant=7");
  await settle();

  assert.equal(world.socket.url.href, "wss://push.example/ws/connect?tenant=7&keepalive=message");
});

test("2: an attempt without a welcome is abandoned after 10 seconds", async () => {
  const world = new World();
  await settle();
  const [first] = world.sockets;

  await world.clock.advance(9_999);
  assert.equal(first.isClosed, false);
  await world.clock.advance(1);
  assert.equal(first.isClosed, true);
  await world.nextAttempt();

  assert.equal(world.sockets.length, 2);
  await first.welcome();
  assert.equal(world.client.state.name, "connecting");
});

test("2: a token function that does not return costs the attempt, and its late answer opens nothing", async () => {
  const answers = [];
  const world = new World({ token: () => new Promise((resolve) => answers.push(resolve)) });
  await world.clock.advance(10_000);
  answers[0]("late");
  await settle();
  assert.equal(world.sockets.length, 0);

  await world.clock.advance(1000);
  answers[1]("ann");
  await settle();

  assert.deepEqual(world.sockets.map(({ protocols }) => protocols[1]), ["bearer.ann"]);
});

test("3: only a returning client adds resume=true", async () => {
  const world = new World();
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  assert.equal(world.socket.url.searchParams.get("resume"), null);

  await world.socket.welcome();
  await world.socket.end();
  await world.nextAttempt();

  assert.equal(world.socket.url.searchParams.get("resume"), "true");
});

test("4: each attempt asks for a token", async () => {
  let count = 0;
  const world = new World({ token: async () => `t${++count}` });
  await settle();
  await world.socket.end();
  await world.nextAttempt();

  assert.deepEqual(world.sockets.map(({ protocols }) => protocols), [
    ["wsactors.v1.json", "bearer.t1"],
    ["wsactors.v1.json", "bearer.t2"],
  ]);
});

test("4: a token function that fails is reported, and the attempt is repeated", async () => {
  let count = 0;
  const world = new World({
    token: () => {
      if (++count === 1) {
        throw new Error("no session");
      }
      return "ann";
    },
  });
  await settle();
  assert.equal(world.sockets.length, 0);
  assert.match(world.errors[0].message, /no session/);

  await world.clock.advance(1000);

  assert.deepEqual(world.socket.protocols, ["wsactors.v1.json", "bearer.ann"]);
});

test("5: waiting times are random up to a bound that doubles until 30 seconds", async () => {
  const world = new World();
  await settle();
  const waits = [];
  for (const chance of [1, 1, 0.5, 1, 1, 1, 1, 0]) {
    world.chances = [chance];
    await world.socket.end();
    waits.push(await world.nextAttempt());
  }

  assert.deepEqual(waits, [1000, 2000, 2000, 8000, 16_000, 30_000, 30_000, 0]);
});

test("6: a connection counts as stable after 10 seconds", async () => {
  const world = new World();
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  await world.socket.welcome();
  await world.clock.advance(9_999);
  await world.socket.end();
  assert.equal(await world.nextAttempt(), 2000);

  await world.socket.welcome();
  await world.clock.advance(10_000);
  await world.socket.end();

  assert.equal(await world.nextAttempt(), 1000);
});

test("7: 4000-4099 end the client and everything that is open", async () => {
  const world = await World.subscribed();
  const publication = expected(world.client.publish("news", 1));
  await world.socket.end(4000, "banned");

  assert.equal(world.client.state.name, "closed");
  assert.deepEqual(world.events, ["error disconnected"]);
  assert.equal(await outcome(publication), "disconnected");
  assert.match(world.errors[0].message, /4000.*banned/);
  assert.throws(() => world.client.subscribe("other"), { code: "disconnected" });
  assert.deepEqual(world.clock.due, []);
});

test("7: a refusal has the name that the server gave it", async () => {
  const world = new World();
  await settle();
  await world.socket.say({ type: "error", code: "origin_not_allowed", message: "no" });
  await world.socket.end(4003, "no");

  assert.equal(world.client.state.error.code, "origin_not_allowed");
  assert.deepEqual(world.clock.due, []);
});

test("8: 4200-4299 reconnect at once, and with back-off if that does not help", async () => {
  const world = await World.connected();
  await world.socket.end(4200);
  assert.equal(await world.nextAttempt(), 0);
  await world.socket.end(4201);
  assert.equal(await world.nextAttempt(), 1000);

  await world.socket.welcome();
  await world.clock.advance(10_000);
  await world.socket.end(4200);

  assert.equal(await world.nextAttempt(), 0);
});

for (const code of [1000, 1001, 1006, 1008, 1009, 1011, 1013, 4100, 4104, 4150]) {
  test(`9: after ${code} the client returns with back-off`, async () => {
    const world = await World.connected();
    await world.socket.end(code);

    assert.equal(world.client.state.name, "waiting");
    assert.equal(await world.nextAttempt(), 1000);
  });
}

test("10: goodbye names the time of the next attempt", async () => {
  const world = await World.connected();
  await world.socket.say({ type: "goodbye", reason: "draining", reconnectAfterMs: 4321 });
  await world.socket.end(1001);
  assert.equal(await world.nextAttempt(), 4321);

  // Only of that one.
  await world.socket.end();
  assert.equal(await world.nextAttempt(), 1000);
});

test("10: 4000-4099 hold after a goodbye too", async () => {
  const world = await World.connected();
  await world.socket.say({ type: "goodbye", reason: "x", reconnectAfterMs: 10 });
  await world.socket.end(4000);

  assert.deepEqual([world.client.state.name, world.clock.due], ["closed", []]);
});

for (const event of ["online", "visibilitychange"]) {
  test(`11: ${event} shortens the wait, but not one that the server asked for`, async () => {
    const world = await World.connected();
    await world.socket.end();
    world.page.tell(event);
    await settle();
    assert.equal(world.sockets.length, 2);

    await world.socket.welcome();
    await world.socket.say({ type: "goodbye", reason: "draining", reconnectAfterMs: 5000 });
    await world.socket.end(1001);
    world.page.tell(event);
    await settle();

    assert.equal(world.sockets.length, 2);
  });
}

test("11: a page that is hidden changes nothing", async () => {
  const world = await World.connected();
  await world.socket.end();
  world.page.document.visibilityState = "hidden";
  world.page.tell("visibilitychange");
  await settle();

  assert.equal(world.sockets.length, 1);
});

test("12: a client that idled stays away until it has something to do", async () => {
  const world = await World.connected();
  await world.socket.end(4102);
  assert.deepEqual([world.client.state.name, world.clock.due], ["idle", []]);

  world.client.subscribe("news");
  await settle();

  assert.equal(world.sockets.length, 2);
});

test("12: a client with a subscription returns", async () => {
  const world = await World.subscribed();
  await world.socket.end(4102);

  assert.equal(await world.nextAttempt(), 1000);
});

test("13: silence is probed, and ends the connection if the probe is not answered", async () => {
  const world = await World.connected();
  await world.clock.advance(34_999);
  assert.equal(world.socket.requests("ping").length, 0);
  await world.clock.advance(1);
  assert.equal(world.socket.requests("ping").length, 1);

  await world.clock.advance(4_999);
  assert.equal(world.socket.isClosed, false);
  await world.clock.advance(1);

  assert.equal(world.socket.isClosed, true);
  assert.equal(world.client.state.name, "waiting");
});

test("13: whatever is received restarts the time, and answers a probe", async () => {
  const world = await World.connected();
  for (let i = 0; i < 5; i++) {
    await world.clock.advance(34_000);
    await world.socket.say({ type: "keepalive" });
  }
  assert.equal(world.socket.requests("ping").length, 0);

  await world.clock.advance(35_000);
  await world.socket.say({ type: "pong" });
  await world.clock.advance(34_000);

  assert.equal(world.socket.requests("ping").length, 1);
  assert.equal(world.socket.isClosed, false);
});

for (const event of ["online", "visibilitychange"]) {
  test(`14: ${event} probes an open connection`, async () => {
    const world = await World.connected();
    world.page.tell(event);
    assert.equal(world.socket.requests("ping").length, 1);
    await world.clock.advance(5_000);

    assert.equal(world.socket.isClosed, true);
  });
}

test("14: a connection that survived the machine's sleep is kept", async () => {
  const world = await World.connected();
  await world.clock.sleep(3_600_000);
  assert.equal(world.socket.requests("ping").length, 1);
  await world.socket.say({ type: "pong" });
  await world.clock.advance(34_000);

  assert.equal(world.socket.isClosed, false);
});

test("15: a page in the back/forward cache has no connection, and resumes when it is shown", async () => {
  const world = await World.subscribed();
  await world.socket.message("news", 1);
  world.page.tell("pagehide", { persisted: true });
  await settle();
  assert.equal(world.socket.closedWith, 1000);
  assert.deepEqual(world.clock.due, []);

  world.page.tell("pageshow", { persisted: true });
  await settle();
  await world.socket.welcome();

  assert.equal(world.sockets.length, 2);
  assert.equal(world.socket.url.searchParams.get("resume"), "true");
  assert.deepEqual(world.socket.last("subscribe").since, at("e", 1));
});

test("15: a page that is left for good, or shown for the first time, changes nothing", async () => {
  const world = await World.connected();
  world.page.tell("pagehide", { persisted: false });
  assert.equal(world.socket.isClosed, false);

  await world.socket.end();
  world.page.tell("pageshow", { persisted: false });
  await settle();

  assert.equal(world.sockets.length, 1);
});

test("16: handles of a topic share one subscription", async () => {
  const world = await World.subscribed();
  const second = world.client.subscribe("news");
  const events = record(second);
  await world.socket.message("news", 1);
  assert.deepEqual([world.events, events], [[1], [1]]);
  assert.equal(second.state, "live");

  world.news.close();
  world.news.close();
  assert.equal(world.socket.requests("unsubscribe").length, 0);
  await world.socket.message("news", 2);
  second.close();
  await world.socket.message("news", 3);

  assert.deepEqual([world.events, events], [[1], [1, 2]]);
  assert.equal(world.socket.requests("subscribe").length, 1);
  assert.deepEqual(world.socket.requests("unsubscribe").map(({ topic }) => topic), ["news"]);
});

test("16: what is left of an earlier subscription does not reach a new one", async () => {
  const world = await World.subscribed();
  world.news.close();
  const events = record(world.client.subscribe("news", { since: at("e", 0) }));
  const { id } = world.socket.requests("subscribe")[0];
  await world.socket.message("news", 7);
  await world.socket.say({ type: "subscribed", id, topic: "news", epoch: "e", offset: 7 });
  await world.socket.message("news", 8);
  assert.deepEqual(events, []);

  await world.socket.confirm("news");
  await world.socket.message("news", 1);

  assert.deepEqual(events, [1]);
});

test("17: each connection restores all subscriptions", async () => {
  const world = await World.subscribed();
  world.client.subscribe("other", { since: at("o", 9) });
  await world.socket.message("news", 1);
  await world.reconnect();

  assert.deepEqual(world.socket.requests("subscribe").map(({ topic, since }) => [topic, since]), [
    ["news", at("e", 1)],
    ["other", at("o", 9)],
  ]);
  assert.equal(world.news.state, "pending");
  await world.socket.confirm("news");
  assert.equal(world.news.state, "live");
});

test("18: the next connection starts behind the last event received", async () => {
  const world = await World.subscribed();
  const positions = [];
  const steps = [
    () => world.socket.confirm("news", { offset: 3 }),
    () => world.socket.message("news", 4),
    () => world.socket.say({ type: "gap", topic: "news", from: 5, to: 8, reason: "not_kept" }),
    () => world.socket.say({ type: "message", topic: "news", data: "no offset" }),
  ];
  for (const step of steps) {
    await world.socket.confirm("news");
    await step();
    await world.reconnect();
    positions.push(world.socket.last("subscribe").since.offset);
  }

  assert.deepEqual(positions, [3, 4, 8, 9]);
});

test("18: what was received but not read is not requested again", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news");
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  await world.reconnect();

  assert.deepEqual(world.socket.last("subscribe").since, at("e", 1));
  assert.deepEqual(await take(news, 1), [1]);
});

test("19: the position advances when the application receives something", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news");
  assert.equal(news.position, undefined);
  await world.socket.confirm("news", { offset: 3 });
  assert.deepEqual(news.position, at("e", 3));
  await world.socket.message("news", 4);
  await world.socket.say({ type: "gap", topic: "news", from: 5, to: 8, reason: "not_kept" });
  assert.deepEqual(news.position, at("e", 3));

  await take(news, 1);
  assert.deepEqual(news.position, at("e", 4));
  await take(news, 1);
  assert.deepEqual(news.position, at("e", 8));
});

test("19: a listener sees the position of its own message", async () => {
  const world = await World.subscribed();
  const seen = [];
  world.news.on("message", ({ offset }) => seen.push([offset, world.news.position.offset]));
  await world.socket.message("news", 1);

  assert.deepEqual(seen, [[1, 1]]);
});

test("20: a handle gets each message once and in order", async () => {
  const world = await World.subscribed();
  for (const offset of [1, 2, 2, 1, 3]) {
    await world.socket.message("news", offset);
  }

  assert.deepEqual(world.events, [1, 2, 3]);
});

test("20: messages that came before the first reader are not lost", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news");
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  const events = record(news);
  await world.socket.message("news", 2);

  assert.deepEqual(events, [1, 2]);
});

test("20: a pending read gets the next message, and the end of the loop closes the handle", async () => {
  const world = await World.connected();
  const read = (async () => {
    const data = [];
    for await (const event of world.client.subscribe("news")) {
      data.push(event.data);
      if (event.data === 2) {
        return data;
      }
    }
  })();
  await settle();
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  await world.socket.message("news", 2);

  assert.deepEqual(await read, [1, 2]);
  assert.equal(world.socket.requests("unsubscribe").length, 1);
});

test("20: an application that throws does not disturb the others", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news");
  const thrown = [];
  const { queueMicrotask } = globalThis;
  // In its place stands the platform, which reports what a microtask throws.
  globalThis.queueMicrotask = (callback) => {
    try {
      callback();
    } catch (error) {
      thrown.push(error.message);
    }
  };
  news.on("message", () => {
    throw new Error("mine");
  });
  const events = record(news);
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  globalThis.queueMicrotask = queueMicrotask;

  assert.deepEqual([events, thrown], [[1], ["mine"]]);
});

test("21: a gap stands where the messages would", async () => {
  const world = await World.subscribed({}, at("e", 2));
  await world.socket.say({ type: "gap", topic: "news", from: 3, to: 5, reason: "not_kept" });
  await world.socket.message("news", 6);

  assert.deepEqual(world.events, ["gap 3-5 not_kept", 6]);
});

test("21: a loop gets gaps among the messages", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news", { since: at("e", 0) });
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  await world.socket.say({ type: "gap", topic: "news", from: 2, to: 3, reason: "damaged" });
  await world.socket.message("news", 4);

  assert.deepEqual(await take(news, 3), [1, "gap 2-3 damaged", 4]);
});

test("20: a handle that is closed by its listener delivers nothing more", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news");
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  await world.socket.message("news", 2);
  const events = record(news);
  news.on("message", () => news.close());
  await settle();

  assert.deepEqual(events, [1]);
});

test("21: gaps that came before the first reader reach it, whichever listener is added first", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news", { since: at("e", 0) });
  await world.socket.confirm("news");
  await world.socket.message("news", 1);
  await world.socket.say({ type: "gap", topic: "news", from: 2, to: 3, reason: "damaged" });
  const events = record(news);
  await settle();

  assert.deepEqual(events, [1, "gap 2-3 damaged"]);
  assert.deepEqual(news.position, at("e", 3));
});

test("22: a gap tells whether to reload", async () => {
  const world = await World.subscribed();
  const gaps = [];
  world.news.on("gap", ({ reason, reload }) => gaps.push([reason, reload]));
  let from = 1;
  for (const reason of ["conflated", "slow_consumer", "not_kept", "no_history", "damaged"]) {
    await world.socket.say({ type: "gap", topic: "news", from, to: from, reason });
    from++;
  }

  assert.deepEqual(gaps, [["conflated", false], ["slow_consumer", true], ["not_kept", true], ["no_history", true], ["damaged", true]]);
});

test("22: a log that was set back is read from its beginning", async () => {
  const world = await World.subscribed({}, at("e", 50));
  await world.reconnect();
  await world.socket.confirm("news", { offset: 0, head: 2, recovered: false });
  await world.socket.say({ type: "gap", topic: "news", from: 1, to: 0, reason: "offset_ahead" });
  await world.socket.message("news", 1);

  assert.deepEqual(world.events, ["gap 1-0 offset_ahead", 1]);
  assert.deepEqual(world.news.position, at("e", 1));
});

test("23: a new epoch is a gap, whoever names it", async () => {
  const world = await World.subscribed();
  await world.reconnect();
  await world.socket.confirm("news", { epoch: "f", offset: 0, recovered: false });
  await world.socket.say({ type: "gap", topic: "news", from: 1, to: 2, reason: "epoch_changed" });
  await world.socket.message("news", 3);
  assert.deepEqual(world.events, ["gap 1-2 epoch_changed", 3]);

  // The topic failed on the server, and its log is lost.
  await world.socket.say({ type: "subscribed", topic: "news", epoch: "g", offset: 4 });
  assert.deepEqual(world.events.slice(2), ["gap 1-4 epoch_changed"]);
});

test("23: a gap of a new epoch is not lost with the connection that announced it", async () => {
  const world = await World.subscribed();
  await world.reconnect();
  await world.socket.confirm("news", { epoch: "f", offset: 0, recovered: false });
  assert.deepEqual(world.news.position, at("e", 0));
  await world.reconnect();
  await world.socket.confirm("news");
  await world.socket.message("news", 1);

  assert.deepEqual(world.events, ["gap 1-0 epoch_changed", 1]);
});

test("24: a handle with an older position gets the past, and the others do not get it twice", async () => {
  const world = await World.subscribed();
  await world.socket.message("news", 1);
  await world.socket.message("news", 2);
  const events = record(world.client.subscribe("news", { since: at("e", 0) }));
  assert.deepEqual(world.socket.requests().slice(-2).map(({ type, since }) => [type, since]), [
    ["unsubscribe", undefined],
    ["subscribe", at("e", 0)],
  ]);
  await world.socket.message("news", 3);
  await world.socket.confirm("news");
  for (const offset of [1, 2, 3, 4]) {
    await world.socket.message("news", offset);
  }

  assert.deepEqual([world.events, events], [[1, 2, 3, 4], [1, 2, 3, 4]]);
});

test("24: a handle with a newer position waits for it", async () => {
  const world = await World.subscribed();
  const events = record(world.client.subscribe("news", { since: at("e", 2) }));
  for (const offset of [1, 2, 3]) {
    await world.socket.message("news", offset);
  }

  assert.deepEqual([world.events, events], [[1, 2, 3], [3]]);
  assert.equal(world.socket.requests("subscribe").length, 1);
});

test("24: a gap concerns a handle only as far as it has not received the messages", async () => {
  const world = await World.subscribed();
  await world.socket.message("news", 5);
  const events = record(world.client.subscribe("news", { since: at("e", 1) }));
  await world.socket.confirm("news", { recovered: false });
  await world.socket.say({ type: "gap", topic: "news", from: 2, to: 4, reason: "not_kept" });
  await world.socket.say({ type: "gap", topic: "news", from: 5, to: 7, reason: "not_kept" });

  assert.deepEqual(world.events, [5, "gap 6-7 not_kept"]);
  assert.deepEqual(events, ["gap 2-4 not_kept", "gap 5-7 not_kept"]);
});

test("25: what a slow application has not read becomes one gap", async () => {
  const world = await World.connected({ maxBuffered: 3 });
  const news = world.client.subscribe("news");
  await world.socket.confirm("news");
  for (let offset = 1; offset <= 5; offset++) {
    await world.socket.message("news", offset);
  }

  assert.deepEqual(await take(news, 2), ["gap 1-4 slow_consumer", 5]);
});

test("26: a refusal ends the topic's handles and nothing else", async () => {
  const world = await World.subscribed();
  const secret = world.client.subscribe("secret");
  const read = expected(take(secret, 1));
  await world.socket.say({ type: "error", id: world.socket.last("subscribe").id, code: "subscribe_forbidden", message: "no" });
  await world.socket.message("news", 1);

  assert.equal(await outcome(read), "subscribe_forbidden");
  assert.equal(secret.state, "closed");
  assert.deepEqual(world.events, [1]);
  secret.close();
  await world.reconnect();
  assert.deepEqual(world.socket.requests("subscribe").map(({ topic }) => topic), ["news"]);
});

test("26: an error that passes is retried with back-off", async () => {
  const world = await World.connected();
  const news = world.client.subscribe("news", { since: at("e", 7) });
  for (const wait of [1000, 2000]) {
    await world.socket.say({ type: "error", id: world.socket.last("subscribe").id, code: "try_again_later", message: "busy" });
    const { length } = world.socket.requests("subscribe");
    await world.clock.advance(wait - 1);
    assert.equal(world.socket.requests("subscribe").length, length);
    await world.clock.advance(1);
    assert.equal(world.socket.requests("subscribe").length, length + 1);
  }
  await world.socket.confirm("news");

  assert.equal(news.state, "live");
  assert.deepEqual(world.socket.last("subscribe").since, at("e", 7));
});

test("27: a subscription by the server is replaced by one from our position", async () => {
  const world = await World.connected();
  const events = record(world.client.subscribe("news", { since: at("e", 7) }));
  const { id } = world.socket.last("subscribe");
  await world.socket.say({ type: "subscribed", topic: "news", epoch: "e", offset: 9 });
  await world.socket.message("news", 10);
  await world.socket.say({ type: "error", id, code: "already_subscribed", message: "x" });
  assert.deepEqual(world.socket.requests().slice(-2).map(({ type }) => type), ["unsubscribe", "subscribe"]);
  await world.socket.confirm("news");
  for (const offset of [8, 9, 10]) {
    await world.socket.message("news", offset);
  }

  assert.deepEqual(events, [8, 9, 10]);
});

test("28: an end by the server ends the handles, or is retried if it passes", async () => {
  const world = await World.subscribed();
  await world.socket.say({ type: "unsubscribed", topic: "news", reason: "try_again_later" });
  assert.equal(world.news.state, "pending");
  await world.clock.advance(1000);
  await world.socket.confirm("news");
  assert.equal(world.news.state, "live");

  await world.socket.say({ type: "unsubscribed", topic: "news", reason: "no_longer_allowed" });
  assert.deepEqual(world.events, ["error no_longer_allowed"]);
});

test("29: refresh is answered with a new token", async () => {
  let count = 0;
  const world = await World.connected({ token: () => `t${++count}` });
  await world.socket.say({ type: "refresh", expiresAt: "2030-01-01T00:00:00Z" });
  assert.equal(world.socket.last("refresh").token, "t2");

  await world.socket.say({ type: "refreshed", id: world.socket.last("refresh").id, expiresAt: null });
  assert.equal(count, 2);
});

test("29: a rejected token is asked for once more", async () => {
  let count = 0;
  const world = await World.connected({ token: () => `t${++count}` });
  await world.socket.say({ type: "refresh", expiresAt: "2030-01-01T00:00:00Z" });
  for (let i = 0; i < 2; i++) {
    assert.equal(world.errors.length, 0);
    await world.socket.say({ type: "error", id: world.socket.last("refresh").id, code: "invalid_token", message: "old" });
  }

  assert.deepEqual(world.socket.requests("refresh").map(({ token }) => token), ["t2", "t3"]);
  assert.deepEqual(world.errors.map(({ code }) => code), ["invalid_token"]);
  assert.equal(world.socket.isClosed, false);
});

test("29: a new token that expires at once is not refreshed again and again", async () => {
  const world = await World.connected({ token: () => "same" });
  for (let i = 0; i < 3; i++) {
    await world.socket.say({ type: "refresh", expiresAt: "2030-01-01T00:00:00Z" });
  }
  assert.equal(world.socket.requests("refresh").length, 1);

  await world.clock.advance(1000);
  await world.socket.say({ type: "refresh", expiresAt: "2030-01-01T00:00:00Z" });

  assert.equal(world.socket.requests("refresh").length, 2);
});

test("30: a publication settles with its own answer", async () => {
  const world = await World.connected();
  const first = world.client.publish("a", { n: 1 }, { key: "k", echo: false });
  const second = expected(world.client.publish("b", 2));
  await settle();
  const [one, two] = world.socket.requests("publish");
  assert.deepEqual({ ...one, id: 0 }, { type: "publish", topic: "a", data: { n: 1 }, key: "k", echo: false, id: 0 });
  assert.notEqual(one.id, two.id);
  await world.socket.say({ type: "error", id: two.id, code: "publish_forbidden", message: "no" });
  await world.socket.say({ type: "published", id: one.id, offset: 41 });
  await world.socket.say({ type: "error", id: one.id, code: "internal_error", message: "twice" });

  assert.deepEqual(await first, { offset: 41 });
  await assert.rejects(second, (error) => error instanceof WsActorsError && error.code === "publish_forbidden");
});

test("31: publications wait for a connection in order, up to a bound", async () => {
  const world = new World({ maxQueued: 2 });
  const data = { n: 1 };
  const first = world.client.publish("a", data);
  data.n = "changed later";
  const second = world.client.publish("a", 2);
  assert.equal(await outcome(world.client.publish("a", 3)), "queue_full");
  await world.socket.welcome();
  assert.deepEqual(world.socket.requests("publish").map(({ data }) => data), [{ n: 1 }, 2]);

  for (const { id } of world.socket.requests("publish")) {
    await world.socket.say({ type: "published", id, offset: id });
  }

  assert.equal((await Promise.all([first, second])).length, 2);
});

test("32: a publication that was sent is not sent again", async () => {
  const world = await World.connected();
  const publication = expected(world.client.publish("a", 1));
  await settle();
  await world.reconnect();

  assert.equal(await outcome(publication), "outcome_unknown");
  assert.equal(world.socket.requests("publish").length, 0);
});

test("33: a publication above the server's limit is not sent", async () => {
  const world = await World.connected();
  assert.equal(await outcome(world.client.publish("a", "x".repeat(1000))), "message_too_big");
  // Each of these takes three bytes.
  assert.equal(await outcome(world.client.publish("a", "€".repeat(400))), "message_too_big");
  void world.client.publish("a", "x".repeat(900));
  await settle();

  assert.equal(world.socket.requests("publish").length, 1);
});

test("34: errors tell whether a retry makes sense", () => {
  const retryable = (code) => new WsActorsError(code, "").retryable;
  const good = [
    "rate_limited", "try_again_later", "too_many_topics", "storage_full", "storage_unavailable", "internal_error", "queue_full", "no_websocket",
    "connection_lost",
  ];
  const bad = [
    "malformed_command", "unknown_command", "invalid_topic", "unknown_topic", "subscribe_forbidden", "publish_forbidden", "invalid_token",
    "too_many_subscriptions", "no_presence", "batch_too_large", "outcome_unknown", "message_too_big", "closed", "disconnected",
  ];

  assert.deepEqual(good.filter((code) => !retryable(code)), []);
  assert.deepEqual(bad.filter(retryable), []);
});

test("34: a question whose answer was lost may be repeated", async () => {
  const world = await World.connected();
  const history = expected(world.client.history("news", { limit: 2 }));
  await settle();
  assert.equal(world.socket.last("history").limit, 2);
  await world.socket.end();

  await assert.rejects(history, { code: "connection_lost", retryable: true });
});

test("35: presence is a list that follows who joins and leaves", async () => {
  const world = await World.connected();
  const room = world.client.presence("room");
  const changes = [];
  room.on("change", (members) => changes.push(members.map(({ user, connection }) => user ?? connection).join()));
  await world.socket.confirm("room");
  const { id } = world.socket.last("presence");
  // Between the request and its answer.
  await world.socket.say({ type: "left", topic: "room", member: { connection: "c1" } });
  await world.socket.say({ type: "joined", topic: "room", member: { user: "cy", connection: "c4" } });
  const members = [{ connection: "c1" }, { user: "ann", connection: "c2" }];
  await world.socket.say({ type: "presence", id, topic: "room", total: 2, members });
  assert.equal(changes.at(-1), "ann,cy");
  assert.deepEqual([room.total, room.complete], [2, true]);

  await world.socket.say({ type: "joined", topic: "room", member: { user: "ben", connection: "c3" } });
  await world.socket.say({ type: "left", topic: "room", member: { user: "ann", connection: "c2" } });
  assert.equal(changes.at(-1), "cy,ben");
  assert.equal(room.total, 2);

  await world.reconnect();
  await world.socket.confirm("room");
  await world.socket.say({ type: "presence", id: world.socket.last("presence").id, topic: "room", total: 1, members: [{ connection: "c9" }] });
  assert.equal(changes.at(-1), "c9");

  room.close();
  assert.equal(world.socket.requests("unsubscribe").length, 1);
});

test("35: a list that joins a live subscription is requested at once, and its refusal is an error", async () => {
  const world = await World.subscribed();
  const codes = [];
  world.client.presence("news").on("error", ({ code }) => codes.push(code));
  await world.socket.say({ type: "error", id: world.socket.last("presence").id, code: "no_presence", message: "x" });

  assert.deepEqual(codes, ["no_presence"]);
});

test("36: a large topic has a number, and a complete list replaces it", async () => {
  const world = await World.connected();
  const room = world.client.presence("room");
  await world.socket.confirm("room");
  await world.socket.say({ type: "presence", id: world.socket.last("presence").id, topic: "room", total: 5000, members: [{ connection: "c1" }], cursor: "1" });
  assert.deepEqual([room.members.length, room.total, room.complete], [1, 5000, false]);

  await world.socket.say({ type: "presence", topic: "room", total: 2000 });
  assert.deepEqual([room.members, room.total, room.complete], [[], 2000, false]);

  await world.socket.say({ type: "presence", topic: "room", total: 1, members: [{ connection: "c1" }] });
  assert.deepEqual([room.members, room.total, room.complete], [[{ connection: "c1" }], 1, true]);
});

test("37: after two failures streams continue from the same position, until a WebSocket is there", async () => {
  const world = await World.streaming({ token: "ann" });
  assert.equal(world.streams.length, 1);
  assert.equal(world.stream.url.href, "https://push.example/topics/news?format=json&since=e-4");
  assert.deepEqual(world.stream.headers, { Accept: "text/event-stream", Authorization: "Bearer ann" });
  assert.deepEqual([world.client.state.name, world.client.state.transport], ["connected", "stream"]);
  await world.stream.say({ type: "message", topic: "news", offset: 5, data: 5 });

  await world.nextAttempt();
  await world.socket.welcome();
  assert.equal(world.stream.isAborted, true);
  assert.deepEqual(world.socket.last("subscribe").since, at("e", 5));
  await world.socket.confirm("news");
  await world.socket.message("news", 6);

  assert.deepEqual(world.events, [5, 6]);
  assert.deepEqual(world.states, ["waiting", "connecting", "waiting", "stream", "websocket"]);
});

test("37: one stream shows whether streams get through, and the others follow", async () => {
  const world = new World();
  const names = ["a", "b", "c"];
  names.forEach((name) => world.client.subscribe(name));
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  await world.socket.end();
  assert.equal(world.streams.length, 1);
  await world.stream.refuse(502, "Bad Gateway");
  await world.nextAttempt();
  await world.socket.end();
  assert.equal(world.streams.length, 2);

  await world.stream.open();
  await world.stream.say({ type: "subscribed", topic: "a", epoch: "e", offset: 0 });

  assert.deepEqual(world.streams.map(({ url }) => url.pathname), ["/topics/a", "/topics/a", "/topics/b", "/topics/c"]);
});

test("37: one failure, or one with a close code of the server, opens no stream", async () => {
  const world = new World();
  world.client.subscribe("news");
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  await world.socket.end(4201);
  await world.nextAttempt();
  await world.socket.end();

  assert.equal(world.streams.length, 0);
});

test("37: without streams there are none", async () => {
  const world = new World({ streams: false });
  world.client.subscribe("news");
  await settle();
  for (let i = 0; i < 3; i++) {
    await world.socket.end();
    await world.nextAttempt();
  }

  assert.equal(world.streams.length, 0);
});

test("37: while a stream works, attempts become rare", async () => {
  const world = await World.streaming();
  const waits = [];
  while (waits.length < 10) {
    const { length } = world.sockets;
    const { time } = world.clock;
    while (world.sockets.length === length) {
      await world.stream.write(":\n\n");
      await world.clock.advance(Math.min(world.clock.due[0], 60_000));
    }
    waits.push(world.clock.time - time);
    await world.socket.end();
  }

  assert.equal(world.streams.length, 1);
  assert.deepEqual(waits, [2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
});

test("37: a topic that is added later has a stream of its own", async () => {
  const world = await World.streaming();
  const other = world.client.subscribe("other/€");
  await settle();

  assert.equal(world.stream.url.pathname, "/topics/other%2F%E2%82%AC");
  other.close();
  assert.equal(world.stream.isAborted, true);
});

test("38: a stream's events mean what they mean on a WebSocket", async () => {
  const world = await World.streaming();
  await world.stream.say(
    { type: "gap", topic: "news", from: 5, to: 6, reason: "not_kept" },
    { type: "message", topic: "news", offset: 7, data: "AP8=", encoding: "base64" },
  );
  // In pieces, and over several lines; U+2028 is a line end for JavaScript only.
  await world.stream.write('id: e-8\ndata: {"type":"message","topic":"news",\nda');
  await world.stream.write('ta: "offset":8,"data":"a\u2028b"}\n\n:\n\n');

  assert.deepEqual(world.events, ["gap 5-6 not_kept", new Uint8Array([0, 255]), "a\u2028b"]);
  assert.deepEqual(world.news.position, at("e", 8));
});

test("38: a stream that ends is followed by a WebSocket attempt, and then by another stream", async () => {
  const world = await World.streaming();
  await world.stream.say({ type: "message", topic: "news", offset: 5, data: 5 });
  await world.clock.advance(10_000);
  await world.stream.end();
  assert.equal(world.news.state, "pending");
  await world.nextAttempt();
  await world.socket.end();
  assert.equal(world.streams.length, 2);
  assert.equal(world.stream.url.searchParams.get("since"), "e-5");
});

test("38: goodbye and Retry-After name the time", async () => {
  const world = await World.streaming();
  await world.stream.say({ type: "goodbye", reason: "draining", reconnectAfterMs: 7000 });
  await world.stream.end();
  assert.equal(await world.nextAttempt(), 7000);

  await world.socket.end();
  await world.stream.refuse(503, "503 full: later", { "Retry-After": "9" });
  assert.equal(await world.nextAttempt(), 9000);
});

test("38: closed with 4000-4099 ends the client", async () => {
  const world = await World.streaming();
  await world.stream.say({ type: "closed", code: 4000, name: "disconnected", reason: "banned" });

  assert.equal(world.client.state.name, "closed");
  assert.deepEqual(world.events, ["error disconnected"]);
  assert.deepEqual(world.clock.due, []);
});

test("38: a refusal by the server ends the topic, one by a proxy does not", async () => {
  for (const [text, events] of [["403 subscribe_forbidden: no", ["error subscribe_forbidden"]], ["<html>Forbidden</html>", []]]) {
    const world = await World.streaming();
    const other = record(world.client.subscribe("other"));
    await settle();
    await world.stream.refuse(403, text);

    assert.deepEqual(other, events);
    assert.deepEqual(world.events, []);
  }
});

test("39: publications fail while streams replace WebSockets", async () => {
  const world = new World();
  world.client.subscribe("news");
  const early = expected(world.client.publish("news", 1));
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  await world.socket.end();
  assert.equal(await outcome(early), "open");
  await world.stream.open();
  await world.stream.say({ type: "subscribed", topic: "news", epoch: "e", offset: 0 });

  assert.equal(await outcome(early), "no_websocket");
  assert.equal(await outcome(world.client.publish("news", 2)), "no_websocket");
});

test("40: a stream without a byte is abandoned", async () => {
  const world = await World.streaming();
  await world.clock.advance(60_000);
  await world.stream.write(":\n\n");
  assert.equal(world.streams[0].isAborted, false);
  await world.clock.advance(69_999);
  assert.equal(world.streams[0].isAborted, false);
  await world.clock.advance(1);

  assert.equal(world.streams[0].isAborted, true);
});

test("40: a stream that a proxy holds back is abandoned like an attempt", async () => {
  const world = new World();
  world.client.subscribe("news");
  await settle();
  await world.socket.end();
  await world.nextAttempt();
  await world.socket.end();
  await world.clock.advance(10_000);

  assert.equal(world.streams[0].isAborted, true);
});

test("41: close ends everything and leaves nothing behind", async () => {
  const world = await World.subscribed();
  const read = take(world.client.subscribe("other"), 1).catch((error) => error);
  const sent = expected(world.client.publish("a", 1));
  await settle();
  world.client.close();
  world.client.close();

  assert.equal(world.socket.closedWith, 1000);
  assert.equal(await outcome(sent), "closed");
  assert.equal(await outcome(world.client.publish("a", 2)), "closed");
  assert.ok((await read) instanceof TypeError, "an iteration that has ended has no value");
  assert.deepEqual(world.events, []);
  assert.equal(world.news.state, "closed");
  assert.deepEqual(world.client.state.name, "closed");
  assert.deepEqual([world.clock.due, world.page.listening, world.errors], [[], 0, []]);
});

for (const name of ["pending", "waiting", "connecting", "websocket"]) {
  test(`41: close from a listener that is told "${name}" leaves nothing behind`, async () => {
    const world = await World.subscribed();
    let isClosed = false;
    const close = (state) => {
      if ((state.transport ?? state.name ?? state) === name && !isClosed) {
        isClosed = true;
        world.client.close();
      }
    };
    world.news.on("state", close);
    world.client.on("state", close);
    const { length } = world.sockets;
    await world.socket.end();
    if (!isClosed) {
      await world.nextAttempt().catch(() => {});
    }
    if (!isClosed) {
      await world.socket.welcome();
    }
    await settle();

    assert.equal(isClosed, true);
    assert.equal(world.client.state.name, "closed");
    assert.deepEqual(world.clock.due, []);
    assert.equal(world.sockets.length, name === "websocket" ? length + 1 : length);
  });
}

test("41: close ends streams and waiting publications too", async () => {
  const streaming = await World.streaming();
  streaming.client.close();
  await settle();
  assert.equal(streaming.stream.isAborted, true);
  assert.deepEqual(streaming.clock.due, []);

  const waiting = new World();
  const queued = expected(waiting.client.publish("a", 1));
  waiting.client.close();
  await settle();
  assert.equal(await outcome(queued), "closed");
  assert.equal(waiting.sockets.length, 0);
});

test("each rule has a test, and each test a rule", () => {
  const numbers = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, number]) => Number(number)))].sort((a, b) => a - b);
  const rules = numbers(readFileSync(new URL("../../../../docs/client-rules.md", import.meta.url), "utf8"), /^\*\*(\d+)\. /gm);
  const tests = numbers(readFileSync(new URL(import.meta.url), "utf8"), /^ *test\(["`](\d+): /gm);

  assert.ok(rules.length > 0);
  assert.deepEqual(tests, rules);
});
