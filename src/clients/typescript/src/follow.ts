import type { Client, Message, Position, Subscription } from "./types.js";

/** A state as it was at a position of the topic whose messages change it. */
export interface Snapshot<S> {
  readonly state: S;
  readonly position: Position;
}

export interface FollowOptions {
  /** Waits before the state is loaded anew, for the n-th time without a message in between; by default a random time of up to 2^n seconds. */
  pause?: (n: number) => Promise<void>;
}

/**
 * Keeps a state that begins as a snapshot and is changed by a topic's messages. It yields the state after each change, and loads it
 * anew after a gap.
 */
export async function* follow<S, T>(
  client: Client,
  topic: string,
  load: () => Promise<Snapshot<S>>,
  apply: (state: S, message: Message<T>) => S,
  { pause = randomly }: FollowOptions = {},
): AsyncGenerator<S, void, undefined> {
  let subscription: Subscription<T> | undefined;
  let since: Position | undefined;
  let reloads = 0;
  // True if a gap tells of another log, of which nothing is missing.
  let isWhole = false;
  try {
    for (;;) {
      let { state, position } = await load();
      yield state;

      // A snapshot from before the new log has no better position to offer. Asking for it again would return the same gap.
      if (!subscription || !isWhole || position.epoch !== since?.epoch || position.offset !== since.offset) {
        subscription?.close();
        since = position;
        subscription = client.subscribe<T>(topic, { since });
      }
      const events = subscription[Symbol.asyncIterator]();
      for (;;) {
        const { done, value: event } = await events.next();
        if (done) {
          return;
        }
        if (event.type === "message") {
          reloads = 0;
          yield (state = apply(state, event));
        } else if (event.reload) {
          isWhole = event.to < event.from;
          await pause(reloads++);
          break;
        }
      }
    }
  } finally {
    subscription?.close();
  }
}

// Full jitter: a server that restarts must not send all of its clients to the back end at once.
function randomly(n: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(30_000, 1000 * 2 ** n)));
}
