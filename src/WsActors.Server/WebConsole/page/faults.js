// Faults that are injected on purpose: a banner above all views, and the view that begins and ends them.
import { html, useState } from "./html.js";
import { api, usePoll } from "./api.js";
import { count, duration } from "./format.js";
import { Head, Problem, Table } from "./parts.js";
import { to } from "./route.js";

const path = "/api/faults";
const refresh = 2000;
const kinds = [["delay", "Delay"], ["drop", "Drop messages"], ["duplicate", "Duplicate messages"], ["close", "Close connections"], ["throttle", "Throttle"]];
const cohorts = [["share", "A share of all"], ["user", "A user"], ["topic", "A topic's subscribers"]];

/** Stands above every view of a node whose settings allow fault injection. */
export function FaultBanner() {
  const { data, reload } = usePoll(path, refresh);
  const active = data?.faults.length ?? 0;
  return html`
    <div class=${active ? "banner active" : "banner"} role="status">
      <p>${active
        ? html`<b>${count(active)} ${active === 1 ? "fault is" : "faults are"} injected on purpose.</b> Messages of clients are lost or late, or their connections close.`
        : html`<b>Fault injection is on.</b> This node is for tests: no real client should be connected to it.`}</p>
      <a href=${to("faults")}>Show</a>
      ${active > 0 && html`<button type="button" class="second" onClick=${() => endAll().then(reload, reload)}>End all faults</button>`}
    </div>`;
}

export function Faults() {
  const { data, error, reload } = usePoll(path, refresh);
  const [fault, setFault] = useState();
  const call = (done) => done.then(() => setFault(undefined), setFault).then(reload);
  return html`
    <${Head} title="Injected faults">
      ${data?.faults.length > 0 && html`<button type="button" class="danger" onClick=${() => call(endAll())}>End all</button>`}
    <//>
    <${Problem} error=${error} />
    <${Problem} error=${fault} />
    ${data && !data.enabled && html`<p class="notice">This node injects no faults. For tests, set <code>WsActors:FaultInjection:Enabled</code> and restart it.</p>`}
    ${data?.enabled && html`
      <${Table} label="Injected faults" rows=${data.faults} keyOf=${({ id }) => id} empty="No fault is injected on this node." columns=${[
        { name: "Fault", cell: ({ id }) => html`<code>${id}</code>` },
        { name: "Kind", cell: ({ kind }) => kind },
        { name: "Hits", cell: ({ cohort }) => cohortText(cohort) },
        { name: "Effect", cell: effectText },
        { name: "Ends in", cell: ({ endsAt }) => html`<time datetime=${endsAt}>${timeLeft(endsAt)}</time>` },
        { name: "Early", cell: ({ id }) => html`<button type="button" class="second" aria-label=${`End fault ${id}`} onClick=${() => call(api(`${path}/${id}`, { method: "DELETE" }))}>End</button>` },
      ]} />
      <${FaultForm} onInject=${(body) => call(inject(body))} />`}`;
}

function FaultForm({ onInject }) {
  const [form, setForm] = useState({ kind: "delay", by: "share", percent: "10", user: "", topic: "", delay: "500", probability: "100", code: "4100", rate: "1024", minutes: "5" });
  const change = ({ target }) => setForm({ ...form, [target.name]: target.value });
  const field = { form, change };
  const onSubmit = (event) => {
    event.preventDefault();
    onInject(bodyOf(form));
  };
  return html`
    <form class="card publish" onSubmit=${onSubmit}>
      <h2>Inject a fault</h2>
      <${Choice} legend="Fault" name="kind" options=${kinds} ...${field} />
      ${["delay", "close"].includes(form.kind) && html`<${Amount} label=${form.kind === "delay" ? "Delay, in milliseconds" : "Time until the close, in milliseconds"} name="delay" min=${form.kind === "delay" ? 1 : 0} max="60000" ...${field} />`}
      ${["drop", "duplicate"].includes(form.kind) && html`<${Amount} label="Share of the messages, in per cent" name="probability" min="1" max="100" ...${field} />`}
      ${form.kind === "close" && html`<${Amount} label="Close code" name="code" min="1000" max="4999" ...${field} />`}
      ${form.kind === "throttle" && html`<${Amount} label="Bytes per second, for each connection" name="rate" min="64" max="100000000" ...${field} />`}
      <${Choice} legend="Connections" name="by" options=${cohorts} ...${field} />
      ${form.by === "share" && html`<${Amount} label="Share of the connections, in per cent" name="percent" min="1" max="100" ...${field} />`}
      ${form.by !== "share" && html`<label class="field">${form.by === "user" ? "User" : "Topic"}
        <input name=${form.by} value=${form[form.by]} onInput=${change} required maxlength="255" autocapitalize="none" autocomplete="off" spellcheck="false" /></label>`}
      <${Amount} label="Minutes until it ends by itself" name="minutes" min="1" max="60" ...${field} />
      <div class="buttons"><button class="danger">Inject</button></div>
    </form>`;
}

const Choice = ({ legend, name, options, form, change }) => html`
  <fieldset><legend>${legend}</legend>${options.map(([value, title]) => html`
    <label class="choice"><input type="radio" name=${name} value=${value} checked=${form[name] === value} onChange=${change} /> ${title}</label>`)}
  </fieldset>`;

const Amount = ({ label, name, min, max, form, change }) => html`
  <label class="field">${label}<input type="number" name=${name} min=${min} max=${max} step="1" required value=${form[name]} onInput=${change} /></label>`;

const endAll = () => api(path, { method: "DELETE" });

const inject = (body) => api(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

function bodyOf({ kind, by, percent, user, topic, delay, probability, code, rate, minutes }) {
  return {
    kind,
    cohort: { share: { share: percent / 100 }, user: { user }, topic: { topic } }[by],
    lastsSeconds: minutes * 60,
    ...({
      delay: { delayMs: Number(delay) },
      close: { delayMs: Number(delay), closeCode: Number(code) },
      throttle: { bytesPerSecond: Number(rate) },
    }[kind] ?? { probability: probability / 100 }),
  };
}

function cohortText({ share, user, topic }) {
  if (user) {
    return html`<span>user <a href=${to("connections", { user })}>${user}</a></span>`;
  }
  return topic ? html`<span>topic <a href=${to(["topics", topic])}>${topic}</a></span>` : `${Math.round(share * 1000) / 10} % of the connections`;
}

function effectText({ kind, delayMs, probability, closeCode, bytesPerSecond }) {
  return {
    delay: `${count(delayMs)} ms later`,
    close: `code ${closeCode} after ${count(delayMs)} ms`,
    throttle: `${count(bytesPerSecond)} bytes per second`,
  }[kind] ?? `${Math.round(probability * 1000) / 10} % of the messages`;
}

const timeLeft = (end) => duration(Math.max(0, (Date.parse(end) - Date.now()) / 1000));
