import type { WsActorsError } from "./errors.js";

/** A place in a topic's log. Store it, and pass it as `since` to continue there. */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

/** A publication. */
export interface Message<T = unknown> {
  readonly type: "message";
  readonly topic: string;
  /** The published JSON value, a string for text, or a `Uint8Array` for binary data. */
  readonly data: T;
  /** The number in the topic's log; absent if the topic keeps no history. */
  readonly offset?: number;
}

/** Messages that this handle will not get. */
export interface Gap {
  readonly type: "gap";
  readonly topic: string;
  /** The first missing offset. */
  readonly from: number;
  /** The last missing offset. */
  readonly to: number;
  readonly reason: string;
  /** True if the application should load its state anew; false if newer messages replace the missing ones. */
  readonly reload: boolean;
}

export type SubscriptionState = "pending" | "live" | "closed";

export interface SubscriptionEvents<T> {
  message: Message<T>;
  gap: Gap;
  state: SubscriptionState;
  /** The subscription has ended with this error. */
  error: WsActorsError;
}

/**
 * A handle of a topic. Read it with `for await`, which yields messages and gaps and closes the handle when the loop ends, or with
 * `on("message", …)` and `on("gap", …)`.
 */
export interface Subscription<T = unknown> extends AsyncIterable<Message<T> | Gap> {
  readonly topic: string;
  /** The position up to which the application has received messages and gaps; undefined before the first `subscribed`. */
  readonly position: Position | undefined;
  readonly state: SubscriptionState;
  on<Name extends keyof SubscriptionEvents<T>>(name: Name, listener: (value: SubscriptionEvents<T>[Name]) => void): () => void;
  /** Ends this handle. The topic's last handle unsubscribes. */
  close(): void;
}

/** A user with all of its connections, or one anonymous connection. */
export interface Member {
  readonly user?: string;
  readonly connection: string;
  readonly connections?: number;
  readonly info?: unknown;
}

export interface PresenceEvents {
  /** The members, after each change. */
  change: readonly Member[];
  error: WsActorsError;
}

/** The members of a topic, kept up to date. */
export interface Presence {
  readonly members: readonly Member[];
  readonly total: number;
  /** False if the topic has more members than are listed. */
  readonly complete: boolean;
  on<Name extends keyof PresenceEvents>(name: Name, listener: (value: PresenceEvents[Name]) => void): () => void;
  close(): void;
}

export type ConnectionState =
  | { readonly name: "connecting" | "waiting" | "idle"; readonly transport: undefined; readonly error: undefined }
  | { readonly name: "connected"; readonly transport: "websocket" | "stream"; readonly error: undefined }
  | { readonly name: "closed"; readonly transport: undefined; readonly error: WsActorsError };

export interface ClientEvents {
  state: ConnectionState;
  /** Something failed that the client recovers from, such as the token function. */
  error: WsActorsError;
}

export interface PublishOptions {
  /** The delivery key: of messages that wait for a slow reader, the newest per key is kept. */
  key?: string;
  /** False: this client does not receive its own message. */
  echo?: boolean;
}

export interface HistoryPage<T = unknown> {
  readonly epoch?: string;
  readonly offset?: number;
  readonly recovered?: boolean;
  readonly gap?: { readonly from: number; readonly to: number; readonly reason: string };
  readonly messages: readonly { readonly offset?: number; readonly data: T; readonly encoding?: "base64" }[];
}

export interface Client {
  readonly state: ConnectionState;
  /** Subscribes to a topic, from a position on or from now on. */
  subscribe<T = unknown>(topic: string, options?: { since?: Position | undefined }): Subscription<T>;
  /** Publishes a JSON value. Without a connection the publication waits for one. */
  publish(topic: string, data: unknown, options?: PublishOptions): Promise<{ offset: number }>;
  /** Reads a topic's history: the latest messages, or those after a position. */
  history<T = unknown>(topic: string, options?: { since?: Position | undefined; limit?: number }): Promise<HistoryPage<T>>;
  /** Lists the members of a topic and keeps the list up to date. */
  presence(topic: string): Presence;
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /** Ends the connection and everything that uses it. */
  close(): void;
}

/** The part of a WebSocket that the client uses. */
export interface WebSocketLike {
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** A source of time, which tests replace. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: any): void;
}

/** The part of `window` that the client uses. */
export interface Page {
  addEventListener(name: string, listener: (event: any) => void): void;
  removeEventListener(name: string, listener: (event: any) => void): void;
  readonly document?: { readonly visibilityState: string };
}

export interface ClientOptions {
  /** A token, or a function that returns the current one; it is called before each attempt and when the server asks for a new token. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** The class to use where there is no global `WebSocket`: before Node.js 22, that of the package `ws`. */
  WebSocket?: (new (url: string, protocols: string[]) => WebSocketLike) | undefined;
  /** False: no event streams if WebSockets do not get through. */
  streams?: boolean;
  /** How many publications wait for a connection; 100. */
  maxQueued?: number;
  /** How many events wait for a handle's reader; 1000. */
  maxBuffered?: number;
  /** The first bound of the back-off in milliseconds; 1000. */
  minBackOff?: number;
  /** The last bound of the back-off in milliseconds; 30000. */
  maxBackOff?: number;
  fetch?: typeof globalThis.fetch;
  clock?: Clock;
  random?: () => number;
  page?: Page | undefined;
}
