import { Emitter } from "./emitter.js";
import { WsActorsError } from "./errors.js";
import type { Topic } from "./topic.js";
import type { Gap, Message, Position, Subscription, SubscriptionEvents, SubscriptionState } from "./types.js";

type Item<T> = Message<T> | Gap;

/** One reader of a topic, with its own position. */
export class Handle<T> extends Emitter<SubscriptionEvents<T>> implements Subscription<T> {
  position: Position | undefined;
  state: SubscriptionState = "pending";
  readonly topic: string;

  /** What has arrived for this reader; `position` follows when the application takes it. */
  _seen: Position | undefined;
  _buffer: [Item<T>, Position][] = [];
  /** Wake the loops that wait for an event. */
  _readers: (() => void)[] = [];
  _error: WsActorsError | undefined;

  constructor(
    readonly _topic: Topic,
    since: Position | undefined,
  ) {
    super();
    this.topic = _topic._name;
    this._startAt(since);
  }

  override on<Name extends keyof SubscriptionEvents<T>>(name: Name, listener: (value: SubscriptionEvents<T>[Name]) => void) {
    const off = super.on(name, listener);
    if (name === "message") {
      // Later, so that a listener of gaps that is added next gets those that have waited.
      queueMicrotask(() => {
        while (this._buffer.length) {
          this._deliver(...this._buffer.shift()!);
        }
      });
    }
    return off;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item<T>, undefined, undefined> {
    try {
      for (;;) {
        const [next] = this._buffer.splice(0, 1);
        if (next) {
          yield this._deliver(...next);
        } else if (this._error) {
          throw this._error;
        } else if (this.state === "closed") {
          return;
        } else {
          await new Promise<void>((resolve) => this._readers.push(resolve));
        }
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    this._buffer = [];
    this._end();
    this._topic._remove(this);
  }

  _startAt(position: Position | undefined): void {
    this._seen ??= position;
    this.position ??= position;
  }

  /** Ends the reading; what has arrived before is still delivered. */
  _end(error?: WsActorsError): void {
    if (this.state === "closed") {
      return;
    }
    this._error = error;
    this._setState("closed");
    this._wakeReaders();
    if (error) {
      this._emit("error", error);
    }
  }

  _setState(state: SubscriptionState): void {
    if (this.state !== state) {
      this.state = state;
      this._emit("state", state);
    }
  }

  _push(item: Item<T>, at: Position): void {
    const seen = this._seen;
    if (seen?.epoch === at.epoch && (item as Gap).reason !== "offset_ahead") {
      if (at.offset <= seen.offset) {
        return;
      }
      if (item.type === "gap") {
        item = { ...item, from: Math.max(item.from, seen.offset + 1) };
      }
    }
    this._seen = at;
    if (this._listeners.get("message")?.size && !this._buffer.length) {
      this._deliver(item, at);
    } else {
      this._buffer.push([item, at]);
      if (this._buffer.length > (this._topic._client._options.maxBuffered ?? 1000)) {
        const from = this.position?.epoch === at.epoch ? this.position.offset + 1 : 1;
        this._buffer = [[gap(this.topic, from, at.offset, "slow_consumer"), at]];
      }
      this._wakeReaders();
    }
  }

  _wakeReaders(): void {
    this._readers.splice(0).forEach((wake) => wake());
  }

  _deliver(item: Item<T>, at: Position): Item<T> {
    this.position = at;
    this._emit(item.type as "gap", item as Gap);
    return item;
  }
}

export function gap(topic: string, from: number, to: number, reason: string): Gap {
  return { type: "gap", topic, from, to, reason, reload: reason !== "conflated" };
}
