import type { Client, Message, Position } from "./types.js";

/** A state as it was at a position of the topic whose messages change it. */
export interface Snapshot<S> {
  readonly state: S;
  readonly position: Position;
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
): AsyncGenerator<S, void, undefined> {
  reload: for (;;) {
    let { state, position } = await load();
    yield state;
    for await (const event of client.subscribe<T>(topic, { since: position })) {
      if (event.type === "message") {
        yield (state = apply(state, event));
      } else if (event.reload) {
        continue reload;
      }
    }
    return;
  }
}
