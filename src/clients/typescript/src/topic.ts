import type { PushClient } from "./client.js";
import { WsActorsError } from "./errors.js";
import { gap, type Handle } from "./handle.js";
import type { PresenceList } from "./presence.js";
import type { Position } from "./types.js";

/** The one subscription of a topic that its handles share. */
export class Topic {
  _handles = new Set<Handle<any>>();
  _lists = new Set<PresenceList>();

  /** The position of the last event received. */
  _at: Position | undefined;
  _live: boolean | undefined;

  /** The id of the latest `subscribe` on this connection; 0: there is none. Events that belong to an earlier one are ignored. */
  _request = 0;

  /** The event stream, in place of a subscription. */
  _stream: AbortController | undefined;
  _retry: unknown;
  _refusals = 0;

  constructor(
    readonly _client: PushClient,
    readonly _name: string,
  ) {}

  _add(handle: Handle<any>): void {
    const since = handle.position;
    const at = this._at;
    this._handles.add(handle);
    if (since && (!at || since.epoch !== at.epoch || since.offset < at.offset)) {
      this._at = since;
      if (this._request) {
        this._start();
        return;
      }
    } else {
      handle._startAt(at);
      if (this._live) {
        handle._setState("live");
      }
    }
    if (this._handles.size === 1) {
      this._start();
    }
  }

  _remove(handle: Handle<any>): void {
    if (this._handles.delete(handle) && !this._handles.size) {
      this._forget();
      this._leave();
      this._down();
    }
  }

  /** Subscribes from the current position; again, if it is subscribed already. */
  _start(): void {
    const client = this._client;
    this._leave();
    this._down();
    if (!client._welcome) {
      client._wake();
      client._openStreams();
      return;
    }
    const request: number = (this._request = client._requests._ask({ type: "subscribe", topic: this._name, since: this._at }, (answer) => {
      if (answer?.type === "error" && request === this._request) {
        this._onRefused(answer.code, answer.message);
      }
    }));
  }

  /** The connection is gone, or is not used for this topic any more. */
  _down(): void {
    this._client._clock.clearTimeout(this._retry);
    this._stream?.abort();
    this._stream = undefined;
    this._live = false;
    this._request = 0;
    this._handles.forEach((handle) => handle._setState("pending"));
  }

  /** Unsubscribes, if there is a subscription. */
  _leave(): void {
    if (this._request && !this._stream) {
      this._client._requests._ask({ type: "unsubscribe", topic: this._name }, () => {});
    }
  }

  _forget(): void {
    this._client._topics.delete(this._name);
  }

  _end(error?: WsActorsError): void {
    this._forget();
    const handles = [...this._handles];
    // Empty, so that a handle that is closed later leaves a new topic of this name alone.
    this._handles.clear();
    this._down();
    handles.forEach((handle) => handle._end(error));
    if (error) {
      this._lists.forEach((list) => list._emit("error", error));
    }
  }

  _onRefused(code: string, message: string): void {
    const error = new WsActorsError(code, message);
    if (code === "already_subscribed") {
      // The server made the subscription, without our position.
      this._start();
    } else if (error.retryable) {
      this._down();
      this._retry = this._client._clock.setTimeout(() => this._start(), this._client._backOff(this._refusals++));
    } else {
      this._end(error);
    }
  }

  _on(event: any): void {
    if (event.type === "subscribed" && event.id !== undefined) {
      // The answer to a request that has been replaced confirms nothing.
      if (event.id !== this._request) {
        return;
      }
      this._live = true;
      this._refusals = 0;
    }
    // Until then, events are what is left of an earlier subscription.
    if (!this._live) {
      return;
    }
    const at = this._at;
    switch (event.type) {
      case "subscribed":
        this._onSubscribed(event);
        break;
      case "message": {
        const { topic, offset, data, encoding } = event;
        const decoded = encoding === "base64" ? Uint8Array.from(atob(data), (char) => char.charCodeAt(0)) : data;
        this._tell({ type: "message", topic, data: decoded, offset }, { epoch: at!.epoch, offset: offset ?? at!.offset + 1 });
        break;
      }
      case "gap":
        this._tell(gap(event.topic, event.from, event.to, event.reason), { epoch: at!.epoch, offset: event.to });
        break;
      case "unsubscribed":
        this._onRefused(event.reason, `The server ended the subscription to ${this._name}: ${event.reason}.`);
        break;
      default:
        this._lists.forEach((list) => list._on(event));
    }
  }

  _onSubscribed({ epoch, offset, recovered }: { epoch: string; offset: number; recovered?: boolean }): void {
    this._at = { epoch, offset };
    for (const handle of this._handles) {
      handle._startAt(this._at);
      if (handle._seen!.epoch !== epoch && recovered !== false) {
        handle._push(gap(this._name, 1, offset, "epoch_changed"), this._at);
      }
      handle._setState("live");
    }
    this._lists.forEach((list) => list._load());
  }

  _tell(item: any, at: Position): void {
    this._at = at;
    this._handles.forEach((handle) => handle._push(item, at));
  }
}
