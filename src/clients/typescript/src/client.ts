import { Emitter } from "./emitter.js";
import { WsActorsError } from "./errors.js";
import { Handle } from "./handle.js";
import { PresenceList } from "./presence.js";
import { noWebSocket, Requests } from "./requests.js";
import { readStream, tenSeconds } from "./stream.js";
import { Topic } from "./topic.js";
import type { Client, ClientEvents, ClientOptions, Clock, ConnectionState, HistoryPage, Position, PublishOptions, WebSocketLike } from "./types.js";

type Welcome = { keepAliveSeconds: number; limits: { maxMessageBytes: number } };

// Rules are those of docs/client-rules.md.
const pingLimit = 5_000; // Rules 13 and 14.
const refreshPause = 1_000; // Rule 29.
const streamBackOff = 300_000; // Rule 37.
const pageEvents = "online visibilitychange pageshow pagehide".split(" ");

/** The connection and its state. */
export class PushClient extends Emitter<ClientEvents> implements Client {
  state = { name: "connecting" } as ConnectionState;

  _topics = new Map<string, Topic>();
  _requests = new Requests(this);

  _socket: WebSocketLike | undefined;
  _welcome: Welcome | undefined;
  _welcomedAt!: number;
  /** Milliseconds between two signs of life of the server; undefined before the first welcome. */
  _keepAlive: number | undefined;

  /** Failed attempts since the last stable connection. */
  _failures = 0;
  /** Attempts in a row that ended without a word of the server. */
  _unheard = 0;
  /** True if the last reconnection was at once (rule 8). */
  _hurried: boolean | undefined;
  /** The server's own time for the next attempt (rule 10). */
  _returnAfter: number | undefined;
  _refusal: string | undefined;

  /** True from an attempt on, until there is nothing to reconnect for. */
  _active: boolean | undefined;
  _attempt = 0;
  _next: unknown;
  _nextIsServers: boolean | undefined;
  _silence: unknown;
  /** NaN: whatever is received sets the timer. */
  _silenceFrom = NaN;
  _refreshedAt = NaN;
  _ended: WsActorsError | undefined;

  readonly _clock: Clock;
  readonly _random: () => number;

  constructor(
    readonly _url: URL,
    readonly _options: ClientOptions,
    readonly _WebSocket: new (url: string, protocols: string[]) => WebSocketLike,
  ) {
    super();
    this._clock = _options.clock ?? {
      now: Date.now,
      setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
      clearTimeout: (timer) => clearTimeout(timer),
    };
    this._random = _options.random ?? Math.random;
    pageEvents.forEach((name) => this._options.page?.addEventListener(name, this._onPage));
    void this._connect();
  }

  subscribe<T = unknown>(name: string, { since }: { since?: Position | undefined } = {}): Handle<T> {
    this._mustBeOpen();
    const topic = this._topics.get(name) ?? new Topic(this, name);
    this._topics.set(name, topic);
    const handle = new Handle<T>(topic, since);
    topic._add(handle);
    return handle;
  }

  presence(topic: string): PresenceList {
    return new PresenceList(this, this.subscribe(topic));
  }

  async publish(topic: string, data: unknown, { key, echo }: PublishOptions = {}): Promise<{ offset: number }> {
    return { offset: (await this._requests._call({ type: "publish", topic, data, key, echo }, "outcome_unknown")).offset };
  }

  history<T = unknown>(topic: string, options?: { since?: Position | undefined; limit?: number }): Promise<HistoryPage<T>> {
    return this._requests._call({ type: "history", topic, ...options }, "connection_lost");
  }

  close(): void {
    this._end(new WsActorsError("closed", "The client was closed."), true);
  }

  // ---- Attempts

  async _connect(): Promise<void> {
    this._active = true;
    this._cancel();
    const attempt = this._attempt;
    this._watch(this._drop, tenSeconds);
    this._tell();
    try {
      const token = await this._token();
      if (attempt !== this._attempt) {
        return;
      }
      const url = new URL(this._url);
      url.searchParams.set("keepalive", "message");
      if (this._keepAlive !== undefined) {
        url.searchParams.set("resume", "true");
      }
      const socket = new this._WebSocket(url.href, ["wsactors.v1.json", ...(token ? [`bearer.${token}`] : [])]);
      this._socket = socket;
      socket.onmessage = ({ data }) => socket === this._socket && this._receive(JSON.parse(data));
      socket.onclose = ({ code, reason }) => socket === this._socket && this._lost(code, reason);
      // "close" follows.
      socket.onerror = () => {};
    } catch (error) {
      if (attempt === this._attempt) {
        this._emit("error", new WsActorsError("attempt_failed", `No connection could be tried, but will be again: ${error}.`));
        this._lost(0, "");
      }
    }
  }

  /** Forgets a connection that does not work, without waiting for its close handshake. */
  _drop = (): void => {
    const socket = this._socket;
    this._socket = undefined;
    socket?.close();
    // Without a socket, it is the token function that takes too long.
    this._lost(socket ? 1006 : 0, "");
  };

  _lost(code: number, reason: string): void {
    const wasStable = this._welcome && this._clock.now() - this._welcomedAt >= tenSeconds;
    const kind = code - (code % 100);
    if (kind === 4000) {
      this._dismiss(this._refusal ?? (code === 4000 ? "disconnected" : "refused"), code, reason);
      return;
    }
    this._unheard = this._welcome || code !== 1006 ? 0 : this._unheard + 1;
    this._leave();
    if (wasStable) {
      this._failures = 0;
      this._hurried = false;
    }
    const after = this._returnAfter;
    this._returnAfter = this._refusal = undefined;
    this._openStreams();
    if (this._ended) {
      // By a listener, on the way here.
    } else if (code === 4102 && !this._topics.size && !this._requests._queue.length) {
      this._active = false;
      this._tell();
    } else if (after !== undefined) {
      this._schedule(after, true);
    } else if (kind === 4200 && !this._hurried) {
      this._hurried = true;
      this._schedule(0);
    } else {
      this._schedule(this._backOff(this._failures++));
    }
  }

  /** Ends the client, because the server told it not to return. */
  _dismiss(name: string, code: number, reason: string): void {
    this._end(new WsActorsError(name, `The server ended the connection with ${code}, not to return: ${reason || name}.`));
  }

  /** Takes the connection's state down. Streams stay while a WebSocket is tried. */
  _leave(streamsToo: unknown = this._welcome): void {
    this._clock.clearTimeout(this._silence);
    this._silenceFrom = NaN;
    this._socket = undefined;
    this._welcome = undefined;
    if (streamsToo) {
      this._topics.forEach((topic) => topic._down());
    }
    this._requests._lose();
  }

  _backOff(failures: number): number {
    const { minBackOff = 1000, maxBackOff = 30_000 } = this._options;
    return this._random() * Math.min(this._streams() ? streamBackOff : maxBackOff, minBackOff * 2 ** failures);
  }

  _schedule(milliseconds: number, isServers = false): void {
    this._cancel();
    this._nextIsServers = isServers;
    this._next = this._clock.setTimeout(() => void this._connect(), milliseconds);
    this._tell();
  }

  /** Cancels the next attempt, and the one that waits for its token. */
  _cancel(): void {
    this._attempt++;
    this._clock.clearTimeout(this._next);
    this._next = undefined;
  }

  /** Connects if the client stays away because it had nothing to do. */
  _wake(): void {
    if (!this._active) {
      void this._connect();
    }
  }

  async _token(): Promise<string | undefined> {
    const { token } = this._options;
    return typeof token === "function" ? token() : token;
  }

  // ---- A connection

  _receive(event: any): void {
    switch (event.type) {
      case "welcome":
        this._onWelcome(event);
        break;
      case "goodbye":
        this._returnAfter = event.reconnectAfterMs;
        break;
      case "refresh":
        if (!(this._clock.now() - this._refreshedAt < refreshPause)) {
          this._refreshedAt = this._clock.now();
          void this._refresh(true);
        }
        break;
      default: {
        const isAnswer = this._requests._answer(event);
        if (event.type === "error" && event.id === undefined) {
          this._refusal = this._welcome ? undefined : event.code;
          this._emit("error", new WsActorsError(event.code, event.message));
        } else if (!isAnswer || event.type === "subscribed") {
          this._topics.get(event.topic)?._on(event);
        }
      }
    }
    this._alive();
  }

  _onWelcome(welcome: Welcome): void {
    this._welcome = welcome;
    this._welcomedAt = this._clock.now();
    this._keepAlive = welcome.keepAliveSeconds * 1000;
    this._unheard = 0;
    this._silenceFrom = NaN;
    this._topics.forEach((topic) => topic._start());
    this._requests._sendQueue();
    this._tell();
  }

  async _refresh(mayRepeat: boolean): Promise<void> {
    const socket = this._socket;
    try {
      const token = await this._token();
      if (socket === this._socket && token !== undefined) {
        this._requests._ask({ type: "refresh", token }, (answer) => {
          if (answer?.type !== "error") {
            return;
          }
          if (mayRepeat) {
            void this._refresh(false);
          } else {
            this._emit("error", new WsActorsError(answer.code, answer.message));
          }
        });
      }
    } catch (error) {
      this._emit("error", new WsActorsError("refresh_failed", `The token expires, and there is no new one: ${error}.`));
    }
  }

  /** Notes that something was received. Timers are set anew at most once a second, since messages may come faster than that is worth. */
  _alive(): void {
    const age = this._clock.now() - this._silenceFrom;
    if (this._welcome && !(age >= 0 && age < 1000)) {
      this._watch(() => this._probe(), this._keepAlive! + tenSeconds);
    }
  }

  _probe(): void {
    this._socket?.send('{"type":"ping"}');
    this._watch(this._drop, pingLimit);
    // The next thing received sets the timer, however soon it comes.
    this._silenceFrom = NaN;
  }

  _watch(callback: () => void, milliseconds: number): void {
    this._clock.clearTimeout(this._silence);
    this._silenceFrom = this._clock.now();
    this._silence = this._clock.setTimeout(callback, milliseconds);
  }

  // ---- Streams

  /** Opens the topics' streams if WebSockets do not get through: one to see whether streams do, and then the others. */
  _openStreams(): void {
    if (this._unheard >= 2 && this._options.streams !== false) {
      const topics = [...this._topics.values()];
      for (const topic of topics) {
        if (!topic._stream && (this._streams() || !topics.some((other) => other._stream))) {
          void readStream(this, topic);
        }
      }
    }
  }

  /** True if streams serve topics in place of a WebSocket. */
  _streams(): boolean {
    return !this._welcome && [...this._topics.values()].some((topic) => topic._live);
  }

  _onStreamOpen(): void {
    this._requests._failQueue(noWebSocket());
    this._openStreams();
    this._tell();
  }

  /** A stream has ended. The next attempt is one for a WebSocket; if it fails, the streams are opened again. */
  _onStreamEnd(wasStable: boolean, returnAfter: number | undefined): void {
    if (wasStable) {
      this._failures = 0;
    }
    if (this._next !== undefined) {
      this._schedule(returnAfter ?? this._backOff(this._failures), returnAfter !== undefined);
    }
    this._tell();
  }

  // ---- The page, and the end

  _onPage = ({ type, persisted }: { type: string; persisted?: boolean }): void => {
    if (type === "pagehide") {
      if (persisted) {
        this._shut();
        this._tell();
      }
    } else if (this._options.page?.document?.visibilityState === "hidden") {
      return;
    } else if (this._welcome) {
      this._probe();
    } else if (type === "pageshow" ? persisted : this._next !== undefined && !this._nextIsServers) {
      void this._connect();
    }
  };

  /** Closes the connection, or gives the attempt up. */
  _shut(): void {
    const socket = this._socket;
    this._cancel();
    this._leave(true);
    socket?.close(1000);
  }

  _end(error: WsActorsError, byApplication = false): void {
    if (this._ended) {
      return;
    }
    this._ended = error;
    pageEvents.forEach((name) => this._options.page?.removeEventListener(name, this._onPage));
    this._topics.forEach((topic) => topic._end(byApplication ? undefined : error));
    this._shut();
    this._requests._failQueue(error);
    if (!byApplication) {
      this._emit("error", error);
    }
    this._tell();
  }

  _mustBeOpen(): void {
    if (this._ended) {
      throw this._ended;
    }
  }

  /** Computes the state, and emits it if it has changed. */
  _tell(): void {
    const old = this.state as { name: string; transport?: string };
    const error = this._ended;
    const transport = this._welcome ? "websocket" : this._streams() ? "stream" : undefined;
    const name = error ? "closed" : transport ? "connected" : !this._active ? "idle" : this._next === undefined ? "connecting" : "waiting";
    if (name !== old.name || transport !== old.transport) {
      this.state = { name, transport, error } as ConnectionState;
      this._emit("state", this.state);
    }
  }
}
