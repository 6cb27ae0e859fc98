// A world without network and time for the client: sockets, streams and a clock that tests move by hand.
import assert from "node:assert/strict";

const { createClient, WsActorsError } = await import(process.env.WSACTORS_CLIENT ?? new URL("../dist/index.js", import.meta.url));
export { createClient, WsActorsError };

/** Lets everything run that is ready to run. */
export async function settle() {
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Time that stands still until it is moved. */
export class Clock {
  time = 1_000_000;
  timers = new Map();
  nextId = 1;

  now = () => this.time;

  setTimeout = (callback, milliseconds) => {
    assert.ok(Number.isFinite(milliseconds) && milliseconds >= 0, `a timer of ${milliseconds} ms`);
    this.timers.set(this.nextId, { callback, at: this.time + milliseconds });
    return this.nextId++;
  };

  clearTimeout = (timer) => void this.timers.delete(timer);

  /** The times in milliseconds from now at which timers are due. */
  get due() {
    return [...this.timers.values()].map(({ at }) => at - this.time).sort((a, b) => a - b);
  }

  /** Moves the time, and runs what is due on the way. */
  async advance(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const next = [...this.timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.timers.delete(next[0]);
      this.time = Math.max(this.time, next[1].at);
      next[1].callback();
    }
    this.time = end;
    await settle();
  }

  /** Moves the time as a machine does that slept: what is due runs late. */
  async sleep(milliseconds) {
    this.time += milliseconds;
    await this.advance(0);
  }
}

/** The page's events. */
export class Page extends EventTarget {
  document = { visibilityState: "visible" };
  listening = 0;

  addEventListener(...args) {
    this.listening++;
    super.addEventListener(...args);
  }

  removeEventListener(...args) {
    this.listening--;
    super.removeEventListener(...args);
  }

  tell(type, fields = {}) {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

/** The server's side of one socket. */
class Socket {
  onmessage = null;
  onclose = null;
  onerror = null;
  sent = [];
  isClosed = false;

  constructor(url, protocols) {
    this.url = new URL(url);
    this.protocols = protocols;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.isClosed = true;
    this.closedWith = code;
  }

  // ---- What tests call

  async say(...events) {
    for (const event of events) {
      this.onmessage({ data: JSON.stringify(event) });
    }
    await settle();
  }

  async welcome(fields = {}) {
    await this.say({ type: "welcome", connection: "c1", user: null, keepAliveSeconds: 25, limits: { maxMessageBytes: 1000, maxSubscriptions: 10 }, ...fields });
  }

  async end(code = 1006, reason = "") {
    this.onclose({ code, reason });
    await settle();
  }

  /** The requests of a type, or all. */
  requests(type) {
    return this.sent.filter((request) => !type || request.type === type);
  }

  last(type) {
    const request = this.requests(type).at(-1);
    assert.ok(request, `the client has sent no ${type}`);
    return request;
  }

  /** Confirms the latest subscription to a topic. */
  async confirm(topic, fields = {}) {
    const request = this.requests("subscribe").filter((request) => request.topic === topic).at(-1);
    assert.ok(request, `the client has not subscribed to ${topic}`);
    const { epoch = "e", offset = 0 } = request.since ?? {};
    await this.say({ type: "subscribed", id: request.id, topic, epoch, offset, ...(request.since && { recovered: true }), ...fields });
  }

  async message(topic, offset, data = offset) {
    await this.say({ type: "message", topic, offset, data });
  }
}

/** The server's side of one event stream. */
class Stream {
  isAborted = false;

  constructor(url, { headers, signal }) {
    this.url = new URL(url);
    this.headers = headers;
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    signal.addEventListener("abort", () => {
      this.isAborted = true;
      this.reject(signal.reason);
      this.controller?.error(signal.reason);
    });
  }

  async open() {
    const body = new ReadableStream({ start: (controller) => (this.controller = controller) });
    this.resolve(new Response(body, { status: 200 }));
    await settle();
  }

  async refuse(status, text, headers = {}) {
    this.resolve(new Response(text, { status, headers }));
    await settle();
  }

  /** Writes bytes as they are. */
  async write(text) {
    this.controller.enqueue(new TextEncoder().encode(text));
    await settle();
  }

  async say(...events) {
    for (const event of events) {
      await this.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  async end() {
    this.controller.close();
    await settle();
  }
}

/** A client in its world. */
export class World {
  sockets = [];
  streams = [];
  clock = new Clock();
  page = new Page();
  /** What the next random numbers are; 1 if there are none, which makes waiting times their bounds. */
  chances = [];
  errors = [];
  states = [];

  constructor(options = {}, url = "wss://push.example/connect") {
    const { sockets } = this;
    this.client = createClient(url, {
      WebSocket: class extends Socket {
        constructor(...args) {
          super(...args);
          sockets.push(this);
        }
      },
      fetch: (target, request) => {
        const stream = new Stream(target, request);
        this.streams.push(stream);
        return stream.response;
      },
      clock: this.clock,
      random: () => this.chances.shift() ?? 1,
      page: this.page,
      ...options,
    });
    this.client.on("error", (error) => this.errors.push(error));
    this.client.on("state", (state) => this.states.push(state.transport ?? state.name));
  }

  get socket() {
    return this.sockets.at(-1);
  }

  get stream() {
    return this.streams.at(-1);
  }

  /** A client that is welcomed. */
  static async connected(options) {
    const world = new World(options);
    await settle();
    await world.socket.welcome();
    return world;
  }

  /** A client that is subscribed to "news" from offset 0 of epoch "e" on. */
  static async subscribed(options, since) {
    const world = await World.connected(options);
    world.news = world.client.subscribe("news", { since });
    world.events = record(world.news);
    await world.socket.confirm("news");
    return world;
  }

  /** A client whose WebSockets do not get through, with a stream for "news" that has begun. */
  static async streaming(options) {
    const world = new World(options);
    world.news = world.client.subscribe("news", { since: { epoch: "e", offset: 4 } });
    world.events = record(world.news);
    await settle();
    await world.socket.end();
    await world.clock.advance(1000);
    await world.socket.end();
    await world.stream.open();
    await world.stream.say({ type: "subscribed", topic: "news", epoch: "e", offset: 4, recovered: true });
    return world;
  }

  /** Breaks the connection, and welcomes the next one. */
  async reconnect() {
    await this.socket.end();
    await this.nextAttempt();
    await this.socket.welcome();
  }

  /** Moves the time to the next attempt, and returns how long that took. */
  async nextAttempt() {
    const { length } = this.sockets;
    const { time } = this.clock;
    while (this.sockets.length === length) {
      assert.ok(this.clock.due.length > 0, "no attempt is planned");
      await this.clock.advance(this.clock.due[0]);
    }
    return this.clock.time - time;
  }
}

/** What a handle's listeners get: the data of messages, "gap FROM-TO REASON", and the codes of errors. */
export function record(handle) {
  const events = [];
  handle.on("message", ({ data }) => events.push(data));
  handle.on("gap", ({ from, to, reason }) => events.push(`gap ${from}-${to} ${reason}`));
  handle.on("error", ({ code }) => events.push(`error ${code}`));
  return events;
}

/** A promise whose failure is expected, though it is awaited later. */
export function expected(promise) {
  promise.catch(() => {});
  return promise;
}

/** The outcome of a promise so far: its value, an error's code, or "open". */
export async function outcome(promise) {
  let result = "open";
  promise.then((value) => (result = value), (error) => (result = error.code ?? error));
  await settle();
  return result;
}
