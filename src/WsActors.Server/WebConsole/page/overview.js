// Overview: the node's figures over the last five minutes.
import { html } from "./html.js";
import { usePoll } from "./api.js";
import { Chart } from "./chart.js";
import { bytes, clock, count, milliseconds, percent, short, since } from "./format.js";
import { clusterFigures, figures, rows } from "./live.js";
import { Facts, Head, Problem } from "./parts.js";
import { useStore } from "./store.js";

const perSecond = (value) => (value === undefined || value === null ? count(value) : `${count(value)}/s`);
const bytesPerSecond = (value) => (value === undefined || value === null ? count(value) : `${bytes(value)}/s`);

const charts = [
  ["Connections", count, short, ["open", "open", "blue"], ["shaking hands", "handshaking", "orange"], ["closing", "closing", "green"]],
  ["Handshakes", perSecond, short, ["accepted", "handshakes", "blue"], ["refused", "refused", "red"]],
  ["Publications", perSecond, short, ["publications", "publications", "blue"]],
  ["Deliveries", perSecond, short, ["deliveries", "deliveries", "blue"]],
  ["From publication to socket", milliseconds, milliseconds, ["99 %", "p99", "orange"], ["median", "p50", "blue"]],
  ["Traffic", bytesPerSecond, bytes, ["sent", "sent", "blue"], ["received", "received", "orange"]],
  ["Waiting for slow readers", bytes, bytes, ["outboxes", "outbox", "blue"]],
  ["Lost to slow readers", perSecond, short, ["messages dropped", "dropped", "red"], ["connections closed", "slow", "orange"]],
  ["CPU, in per cent of one core", percent, percent, ["cpu", "cpu", "blue"]],
  ["Memory", bytes, bytes, ["process", "memory", "blue"], ["managed heap", "heap", "orange"]],
  ["Paused by garbage collection", percent, percent, ["paused", "gc", "blue"]],
].map(([title, text, axis, ...lines]) => ({ title, text, axis, lines: lines.map(([name, field, colour]) => ({ name, field, colour })) }));

export function Overview() {
  const kept = useStore(rows);
  const now = useStore(figures);
  const cluster = useStore(clusterFigures);
  const { data: node, error } = usePoll("/api/node", 5000);
  const version = kept.at(-1)?.time;
  return html`
    <${Head} title="Overview" />
    <${Problem} error=${error} />
    ${node?.storageFault && html`<p class="fault" role="alert">Durable topics refuse publications: ${node.storageFault}</p>`}
    <${Facts} facts=${[
      ["State", node && html`<span class=${`state ${node.state}`}>${node.state}</span>`],
      ["Running for", node && html`<time title=${clock(node.startedAt)}>${since(node.startedAt)}</time>`],
      ["Version", node?.version],
      ["Topics", now && html`<a href="#/topics">${count(now.topics)}</a>`],
      ["Subscriptions", now && count(now.subscriptions)],
      ["Publications so far", now && count(now.publications)],
      ["Deliveries so far", now && count(now.deliveries)],
      cluster && ["Cluster", html`<a href="#/cluster">${cluster.total.nodes} nodes, ${count(cluster.total.connections)} connections</a>`],
    ]} />
    <div class="charts" data-rows=${kept.length}>
      ${charts.map((chart) => html`<${Chart} key=${chart.title} ...${chart} version=${version} />`)}
    </div>`;
}
