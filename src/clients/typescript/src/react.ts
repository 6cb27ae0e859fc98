import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Client, ConnectionState, Gap, Message, Position, SubscriptionState } from "./types.js";
import type { WsActorsError } from "./errors.js";

/** A topic as a component shows it. */
export interface TopicView<V> {
  /** The messages so far, combined by `reduce`; without it, the data of the latest one. */
  readonly value: V;
  readonly state: SubscriptionState;
  /** The last gap whose `reload` is true: the value is incomplete from there on. */
  readonly gap: Gap | undefined;
  /** The error that ended the subscription. */
  readonly error: WsActorsError | undefined;
}

export interface TopicOptions<V, T> {
  /** The value before the first message. */
  initial?: V;
  /** Makes the next value of the present one and a message. It has to be pure. */
  reduce?: (value: V, message: Message<T>) => V;
  /** The position to begin at; by default only new messages count. */
  since?: Position | undefined;
}

type Store<V, T> = ReturnType<typeof createStore<V, T>>;

const connecting = { name: "connecting" } as ConnectionState;
const nothing = () => {};

/** The state of the client's connection. Without a client, as on a server that renders the page, it is `connecting`. */
export function useConnection(client: Client | undefined): ConnectionState {
  return useSyncExternalStore(
    useCallback((changed: () => void) => client?.on("state", changed) ?? nothing, [client]),
    () => client?.state ?? connecting,
    () => connecting,
  );
}

/**
 * Subscribes to a topic while the component is mounted. A component that is hidden and shown again continues where it was. Without a
 * client, as on a server that renders the page, the value is `initial`.
 */
export function useTopic<T = unknown>(client: Client | undefined, topic: string, options?: { since?: Position | undefined }): TopicView<T | undefined>;
export function useTopic<V, T = any>(
  client: Client | undefined,
  topic: string,
  options: TopicOptions<V, T> & { initial: V; reduce: (value: V, message: Message<T>) => V },
): TopicView<V>;
export function useTopic<V, T>(client: Client | undefined, topic: string, options: TopicOptions<V, T> = {}): TopicView<V> {
  let [store, setStore] = useState<Store<V, T>>(() => createStore(client, topic, options));
  if (store._client !== client || store._topic !== topic) {
    setStore((store = createStore(client, topic, options)));
  }
  // Before the subscription, which is an effect, too.
  useEffect(() => {
    store._reduce = options.reduce;
  });
  return useSyncExternalStore(store._subscribe, store._view, store._first);
}

/** What a component shows of a topic. It outlives the subscription: effects run twice in StrictMode, and again when a component is shown again. */
function createStore<V, T>(client: Client | undefined, topic: string, { initial, since, reduce }: TopicOptions<V, T>) {
  const first = { value: initial, state: "pending" } as TopicView<V>;
  let view = first;
  const store = {
    _client: client,
    _topic: topic,
    _reduce: reduce,
    _view: () => view,
    _first: () => first,
    _subscribe(changed: () => void) {
      const show = (change: Partial<TopicView<V>>) => {
        view = { ...view, ...change };
        changed();
      };
      try {
        const handle = client?.subscribe<T>(topic, { since });
        if (handle) {
          handle.on("state", (state) => show({ state }));
          handle.on("error", (error) => show({ error }));
          handle.on("gap", (gap) => gap.reload && show({ gap }));
          handle.on("message", (message) => show({ value: store._reduce ? store._reduce(view.value, message) : (message.data as never) }));
          show({ state: handle.state, error: undefined });
          return () => {
            since = handle.position ?? since;
            handle.close();
          };
        }
      } catch (error) {
        // The client was closed.
        show({ state: "closed", error: error as WsActorsError });
      }
      return nothing;
    },
  };
  return store;
}
