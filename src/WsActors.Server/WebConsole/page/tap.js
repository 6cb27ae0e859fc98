// The frames of one connection as they pass.
import { html, useEffect, useMemo, useState } from "./html.js";
import { bytes, count, time } from "./format.js";
import { Problem, Search, Table } from "./parts.js";
import { useStore } from "./store.js";
import { TapLog } from "./tap-log.js";

const shownFrames = 200;
const shownCharacters = 2000;
const opcodes = ["text", "binary", "continuation", "close", "ping", "pong"];

const withheld = {
  rule: "not shown: the rule of its topic redacts it, or the topic is unknown",
  token: "not shown: it holds a token",
  continuation: "not shown: a later part of a message",
  compressed: "not shown: compressed together with earlier messages",
};

const columns = [
  { name: "Time", cell: ({ at }) => html`<time datetime=${at}>${time(at)}</time>` },
  { name: "Direction", cell: ({ direction }) => (direction === "in" ? "from client" : "to client") },
  { name: "Frame", cell: ({ opcode, final, flags }) => [opcode, !final && "not final", ...flags.filter((flag) => flag !== "masked")].filter(Boolean).join(", ") },
  { name: "Size", number: true, cell: ({ size }) => bytes(size) },
  { name: "Payload", cell: (frame) => html`<${Payload} ...${frame} />` },
];

export function Tap({ id, onClose }) {
  const log = useMemo(() => new TapLog(), [id]);
  const [paused, setPaused] = useState();
  const [filter, setFilter] = useState({ direction: "", opcode: "", text: "" });
  useStore(log);
  useEffect(() => {
    void log.read(id);
    return () => log.stop();
  }, [log]);
  const shown = select(paused ?? log.frames, filter);
  return html`
    <section class="stack" aria-labelledby="tap-title">
      <div class="head"><h2 id="tap-title">Tap</h2>
        <span class="state ${log.value === "live" ? "live" : "closed"}" role="status">${stateOf(log)}</span>
        <button type="button" class="second" aria-pressed=${paused ? "true" : "false"} onClick=${() => setPaused(paused ? undefined : [...log.frames])}>${paused ? "Continue" : "Pause"}</button>
        <button type="button" class="second" onClick=${() => { log.clear(); setPaused(undefined); }}>Clear</button>
        <button type="button" class="second" disabled=${log.frames.length === 0} onClick=${() => save(log, id)}>Export</button>
        <button type="button" class="second" onClick=${onClose}>Close tap</button>
      </div>
      <${Problem} error=${log.error} />
      <search class="filters">
        <${Choice} label="Direction" value=${filter.direction} choices=${[["", "both"], ["in", "from client"], ["out", "to client"]]} onChange=${(direction) => setFilter({ ...filter, direction })} />
        <${Choice} label="Opcode" value=${filter.opcode} choices=${[["", "all"], ...opcodes.map((name) => [name, name])]} onChange=${(opcode) => setFilter({ ...filter, opcode })} />
        <${Search} label="Payload or topic" value=${filter.text} placeholder="a part of it" onSearch=${(text) => setFilter({ ...filter, text })} />
      </search>
      <p class="quiet">${summaryOf(log, shown.length)}</p>
      <${Table} label="Frames" columns=${columns} rows=${shown} keyOf=${keyOf} empty=${log.total ? "No frame matches." : "No frame has passed yet."} />
    </section>`;
}

function Choice({ label, value, choices, onChange }) {
  return html`<label class="field">${label}
    <select value=${value} onChange=${({ target }) => onChange(target.value)}>${choices.map(([each, name]) => html`<option value=${each} selected=${each === value}>${name}</option>`)}</select></label>`;
}

function Payload({ payload, encoding, truncated, withheld: cause, compressed }) {
  if (cause) {
    return html`<span class="quiet">${withheld[cause] ?? cause}</span>`;
  }
  if (!payload) {
    return undefined;
  }
  const rest = payload.length > shownCharacters || truncated;
  return html`<code class="payload">${payload.slice(0, shownCharacters)}${rest && "…"}</code>${(encoding || compressed) && html` <span class="quiet">${[encoding, compressed && "inflated"].filter(Boolean).join(", ")}</span>`}`;
}

// The newest first. Of thousands of frames, only as many are drawn as anyone can read.
function select(frames, { direction, opcode, text }) {
  const found = [];
  for (let i = frames.length - 1; i >= 0 && found.length < shownFrames; i--) {
    const frame = frames[i];
    if ((!direction || frame.direction === direction) && (!opcode || frame.opcode === opcode) && (!text || frame.payload?.includes(text) || frame.topics?.some((topic) => topic.includes(text)))) {
      found.push(frame);
    }
  }
  return found;
}

const keys = new WeakMap();
let lastKey = 0;

function keyOf(frame) {
  if (!keys.has(frame)) {
    keys.set(frame, ++lastKey);
  }
  return keys.get(frame);
}

function stateOf({ value, end }) {
  const causes = { connection: "the connection has ended", seconds: "ended after an hour", node: "the node stops" };
  return value === "ended" ? causes[end.cause] ?? "ended" : value === "broken" ? "interrupted" : value;
}

function summaryOf({ total, dropped, skipped, frames }, shown) {
  return [
    `${count(total)} frames`,
    shown < frames.length && `${count(shown)} shown`,
    dropped > 0 && `the ${count(dropped)} oldest forgotten`,
    skipped > 0 && `${count(skipped)} left out because this page was too slow`,
  ].filter(Boolean).join(", ");
}

function save(log, id) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(log.lines(), { type: "application/x-ndjson" }));
  link.download = `tap-${id}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
