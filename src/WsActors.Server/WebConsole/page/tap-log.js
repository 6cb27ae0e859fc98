// The frames of a tap that are kept: for the table, and for the export that the load generator replays.
import { request } from "./api.js";
import { Store } from "./store.js";

const keptFrames = 20_000;
const keptCharacters = 32_000_000;
const decoder = new TextDecoder();

export class TapLog extends Store {
  #abort = new AbortController();
  #characters = 0;

  constructor() {
    super("starting");
    Object.assign(this, { frames: [], total: 0, dropped: 0, skipped: 0, head: undefined, end: undefined, error: undefined });
  }

  /** Reads the tap until it ends or is stopped. */
  async read(id) {
    try {
      const answer = await request(`/api/connections/${encodeURIComponent(id)}/tap?payload=65536&seconds=3600`, { signal: this.#abort.signal });
      await readEvents(answer.body, (name, data) => this.#take(name, data));
      this.set(this.end ? "ended" : "broken");
    } catch (error) {
      if (!this.#abort.signal.aborted) {
        this.error = error;
        this.set("broken");
      }
    }
  }

  stop() {
    this.#abort.abort();
    this.set("stopped");
  }

  clear() {
    Object.assign(this, { frames: [], total: 0, dropped: 0, skipped: 0 });
    this.#characters = 0;
    this.tell();
  }

  /** The kept frames as lines of JSON, behind the head. */
  lines() {
    return [this.head, ...this.frames].filter(Boolean).map((each) => `${JSON.stringify(each)}\n`);
  }

  #take(name, data) {
    switch (name) {
      case "tap":
        this.head = data;
        this.set("live");
        return;
      case "frame":
        this.total++;
        this.frames.push(data);
        this.#characters += data.payload?.length ?? 0;
        this.#forget();
        break;
      case "skipped":
        this.skipped += data.count;
        break;
      case "end":
        this.end = data;
        break;
    }
    this.tell();
  }

  // A tab that is left open must not fill its memory. Many at once, because each removal moves the rest.
  #forget() {
    if (this.frames.length <= keptFrames && this.#characters <= keptCharacters) {
      return;
    }
    const removed = this.frames.splice(0, Math.ceil(this.frames.length / 10));
    this.#characters -= removed.reduce((sum, { payload }) => sum + (payload?.length ?? 0), 0);
    this.dropped += removed.length;
  }
}

/** Reads server-sent events, each with a name and one line of JSON. */
async function readEvents(body, onEvent) {
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      if (name) {
        onEvent(name, JSON.parse(data));
      }
    }
  }
}
