// This node: its state, and its drain with progress.
import { html, useState } from "./html.js";
import { api, usePoll } from "./api.js";
import { clock, count, since } from "./format.js";
import { Confirm, Facts, Head, Problem, Value } from "./parts.js";

const second = 1000;

export function Node() {
  const { data: node, error } = usePoll("/api/node", second);
  const { data: drain, reload } = usePoll("/api/node/drain", second);
  const [asks, setAsks] = useState();
  const [stops, setStops] = useState(false);
  const [fault, setFault] = useState();
  const call = (path, method) => api(path, { method }).then(() => setFault(undefined), setFault).then(reload);
  const begin = ({ keepsProcess, rate }) => {
    setAsks(undefined);
    setStops(!keepsProcess);
    void call(`/api/node/drain?stop=${!keepsProcess}${rate && `&rate=${rate}`}`, "POST");
  };
  const rebalance = ({ percent, rate }) => {
    setAsks(undefined);
    void call(`/api/node/rebalance?share=${percent / 100}${rate && `&rate=${rate}`}`, "POST");
  };
  const isUnderWay = drain && ["draining", "rebalancing"].includes(drain.state);
  return html`
    <${Head} title="This node">
      ${node?.state === "ready" && !isUnderWay && html`
        <button type="button" class="second" onClick=${() => setAsks("rebalance")}>Rebalance</button>
        <button type="button" class="danger" onClick=${() => setAsks("drain")}>Drain</button>`}
    <//>
    ${asks === "drain" && html`<${DrainQuestion} open=${node.figures.open} onYes=${begin} onNo=${() => setAsks(undefined)} />`}
    ${asks === "rebalance" && html`<${RebalanceQuestion} open=${node.figures.open} onYes=${rebalance} onNo=${() => setAsks(undefined)} />`}
    <${Problem} error=${fault} />
    ${error?.status === 0 && stops
      ? html`<p class="notice" role="status">The node does not answer any more: it has drained and stopped, or is about to.</p>`
      : html`<${Problem} error=${error} />`}
    ${drain && drain.state !== "none" && html`<${Drain} drain=${drain} isDrained=${node?.state === "drained"} isUnderWay=${isUnderWay} onAbort=${() => call("/api/node/drain", "DELETE")} />`}
    ${node && html`
      <${Facts} facts=${[
        ["State", html`<span class=${`state ${node.state}`}>${node.state}</span>`],
        ["Version", node.version],
        ["Started", html`<time title=${clock(node.startedAt)}>${since(node.startedAt)} ago</time>`],
        ["Push listener", node.pushAddress],
        ["Storage", node.storageFault ?? "no fault"],
      ]} />
      <section class="card"><h2>Figures since the start</h2><${Value} value=${node.figures} /></section>`}`;
}

function DrainQuestion({ open, onYes, onNo }) {
  const [keepsProcess, setKeepsProcess] = useState(false);
  const [rate, setRate] = useState("");
  return html`
    <${Confirm} question="Drain this node?" action="Drain" onYes=${() => onYes({ keepsProcess, rate })} onNo=${onNo}>
      <p>It refuses new clients and sends its ${count(open)} connections away in waves, each with a time to connect again.</p>
      <label class="choice"><input type="checkbox" checked=${keepsProcess} onChange=${({ target }) => setKeepsProcess(target.checked)} />
        Keep the process running, so that the drain can be aborted</label>
      <${Rate} value=${rate} onChange=${setRate} />
    <//>`;
}

function RebalanceQuestion({ open, onYes, onNo }) {
  const [percent, setPercent] = useState("25");
  const [rate, setRate] = useState("");
  return html`
    <${Confirm} question="Send clients to other nodes?" action="Rebalance" danger=${false} onYes=${() => onYes({ percent, rate })} onNo=${onNo}>
      <p>A share of the ${count(open)} connections, chosen at random, is asked to connect again. Your load balancer decides where they go; this node stays open.</p>
      <label class="field">Share, in per cent<input type="number" min="1" max="100" step="1" value=${percent} onInput=${({ target }) => setPercent(target.value)} /></label>
      <${Rate} value=${rate} onChange=${setRate} />
    <//>`;
}

const Rate = ({ value, onChange }) => html`
  <label class="field">Connections per second <span class="quiet">(optional: as in the settings)</span>
    <input type="number" min="1" step="1" value=${value} onInput=${({ target }) => onChange(target.value)} /></label>`;

const titles = { draining: "Draining", rebalancing: "Rebalancing", aborted: "Aborted", finished: "Finished" };

function Drain({ drain, isDrained, isUnderWay, onAbort }) {
  const { state, total, remaining, cut, ratePerSecond, startedAt, estimatedEnd } = drain;
  return html`
    <section class="card notice" role="status">
      <div class="head"><h2>${isDrained ? "Drained" : titles[state] ?? state}</h2>${isUnderWay && html`<button type="button" class="second" onClick=${onAbort}>Abort</button>`}</div>
      <progress max=${total || 1} value=${total ? total - remaining : 1} aria-label="Connections sent away"></progress>
      <p>${count(remaining)} of ${count(total)} connections are left${cut > 0 && `, ${count(cut)} were cut at the timeout`}.
        ${ratePerSecond && ` ${count(ratePerSecond)} per second are sent away.`}
        ${isUnderWay && estimatedEnd && ` The last one goes at ${clock(estimatedEnd)}.`}
        ${!isUnderWay && startedAt && ` It began at ${clock(startedAt)}.`}</p>
    </section>`;
}
