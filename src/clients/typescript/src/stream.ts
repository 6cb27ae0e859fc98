import type { PushClient } from "./client.js";
import { WsActorsError } from "./errors.js";
import type { Topic } from "./topic.js";

// Rules are those of docs/client-rules.md.
export const tenSeconds = 10_000; // The limit of an attempt (2), the age of a stable connection (6), the allowance for silence (13).
const unknownSilence = 60_000; // Rule 40.

/** Reads a topic from an event stream until it ends, and feeds its events to the topic as if they came over a WebSocket. */
export async function readStream(client: PushClient, topic: Topic): Promise<void> {
  const { _clock: clock, _options: options } = client;
  const abort = (topic._stream = new AbortController());
  // The stream confirms this subscription.
  const request = (topic._request = ++client._requests._lastId);
  let timer: unknown;
  let openedAt: number | undefined;
  let returnAfter: number | undefined;
  const watch = (milliseconds: number) => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => abort.abort(), milliseconds);
  };

  const on = (event: any) => {
    const { type, code } = event;
    if (type === "goodbye") {
      returnAfter = event.reconnectAfterMs;
    } else if (type === "closed") {
      if (code - (code % 100) === 4000) {
        client._dismiss(event.name, code, event.reason);
      }
    } else if (type === "subscribed") {
      topic._on({ ...event, id: request });
      openedAt = clock.now();
      client._onStreamOpen();
    } else {
      topic._on(event);
    }
  };

  try {
    watch(tenSeconds);
    const token = await client._token();
    abort.signal.throwIfAborted();
    const url = new URL(`topics/${encodeURIComponent(topic._name)}?format=json`, client._url.href.replace("ws", "http"));
    const at = topic._at;
    if (at) {
      url.searchParams.set("since", `${at.epoch}-${at.offset}`);
    }
    const response = await (options.fetch ?? fetch)(url.href, {
      headers: { Accept: "text/event-stream", ...(token && { Authorization: `Bearer ${token}` }) },
      signal: abort.signal,
    });
    if (response.ok) {
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          break;
        }
        const events = (text + value).split("\n\n");
        text = events.pop()!;
        for (const event of events) {
          const data = event.split("\n").filter((line) => line.startsWith("data: "));
          if (data.length && !abort.signal.aborted) {
            on(JSON.parse(data.map((line) => line.slice(6)).join("\n")));
          }
        }
        if (openedAt !== undefined) {
          watch((client._keepAlive ?? unknownSilence) + tenSeconds);
        }
      }
    } else {
      returnAfter = Number(response.headers.get("retry-after")) * 1000 || undefined;
      // A proxy may refuse, too; only a line of the server's form is the server's.
      const refusal = /^(?:400|403|404) (\w+): (.*)/s.exec(await response.text());
      if (refusal) {
        topic._end(new WsActorsError(refusal[1]!, refusal[2]!));
      }
    }
  } catch {
    // Whatever happened: the connection is gone, and a WebSocket is tried next.
  }
  clock.clearTimeout(timer);
  if (topic._stream === abort) {
    topic._down();
    client._onStreamEnd(openedAt !== undefined && clock.now() - openedAt >= tenSeconds, returnAfter);
  }
}
