// The cluster: its nodes with their figures, and where the buckets of topics are.
import { html, useEffect, useMemo, useRef, useState } from "./html.js";
import { usePoll } from "./api.js";
import { bytes, count, percent } from "./format.js";
import { clusterFigures } from "./live.js";
import { Pager, usePagesOf } from "./pages.js";
import { Facts, Flag, Head, Problem, Table, useUnchanged } from "./parts.js";
import { useStore } from "./store.js";

export function Cluster() {
  const { data, error } = usePoll("/api/cluster", 2000);
  const stats = useStore(clusterFigures);
  const rates = useNodeRates(stats);
  if (error?.code === "no_cluster") {
    return html`<${Head} title="Cluster" /><p class="quiet">This node is not part of a cluster.</p>`;
  }
  const nodes = data && data.members.map((member) => nodeOf(member, data, stats, rates));
  return html`
    <${Head} title="Cluster" />
    <${Problem} error=${error} />
    ${data && html`
      ${!data.hasLease && html`<p class="fault" role="alert">This node has lost contact with the majority: its topics refuse publications.</p>`}
      ${data.missing.length > 0 && html`<p class="fault" role="alert">These nodes did not answer, so their buckets are missing: ${data.missing.join(", ")}</p>`}
      <${Facts} facts=${[
        ["Name", data.name],
        ["Nodes", count(data.members.length)],
        ["Copies of a publication", count(data.replicas)],
        ["Buckets with a home", count(data.buckets.length)],
        ["Taking over", count(data.buckets.filter(({ serving }) => !serving).length)],
        stats && ["Connections", count(stats.total.connections)],
        stats && ["Subscriptions", count(stats.total.subscriptions)],
      ]} />
      <${Table} label="Nodes" columns=${nodeColumns} rows=${nodes} keyOf=${({ address }) => address} empty="This node has not joined yet." />
      <${Buckets} buckets=${data.buckets} />`}`;
}

// There are hundreds of buckets: their table is drawn only while it is open, a page at a time.
function Buckets({ buckets }) {
  const [isOpen, setOpen] = useState(false);
  return html`
    <details class="card" onToggle=${({ target }) => setOpen(target.open)}><summary>All ${count(buckets.length)} buckets</summary>
      ${isOpen && html`<${BucketTable} buckets=${buckets} />`}
    </details>`;
}

function BucketTable({ buckets }) {
  const pages = usePagesOf(useMemo(() => [...buckets].sort(byNeed), [buckets]));
  const rows = useUnchanged(pages.rows, numberOf);
  return html`
    <${Table} label="Buckets" columns=${bucketColumns} rows=${rows} keyOf=${numberOf} empty="No bucket has a home." />
    <${Pager} pages=${pages} total=${count(buckets.length)} name="buckets, those that take over first" />`;
}

// Those that take no publications yet come first.
const byNeed = (one, other) => one.serving - other.serving || one.bucket - other.bucket;

const numberOf = ({ bucket }) => bucket;

const nodeColumns = [
  { name: "Node", cell: ({ address, self }) => html`<code>${address}</code>${self && html` <span class="quiet">(this one)</span>`}` },
  { name: "State", cell: ({ state, reachable }) => html`<${Flag} good=${reachable && state === "up"} yes="up" no=${reachable ? state : `${state}, unreachable`} />` },
  { name: "Version", cell: ({ version }) => version },
  { name: "Homes", number: true, cell: ({ homes }) => count(homes) },
  { name: "Copies", number: true, cell: ({ copies }) => count(copies) },
  { name: "Connections", number: true, cell: ({ stats }) => stats && count(stats.connections) },
  { name: "Deliveries", number: true, cell: ({ rates }) => rates && `${count(rates.deliveries)}/s` },
  { name: "Outboxes", number: true, cell: ({ stats }) => stats && bytes(stats.outboxBytes) },
  { name: "CPU", number: true, cell: ({ rates }) => rates && percent(rates.cpu) },
  { name: "Memory", number: true, cell: ({ stats }) => stats && bytes(stats.workingSetBytes) },
];

const bucketColumns = [
  { name: "Bucket", number: true, cell: ({ bucket }) => bucket },
  { name: "Home", cell: ({ home }) => html`<code>${home}</code>` },
  { name: "State", cell: ({ serving }) => html`<${Flag} good=${serving} yes="serving" no="taking over" />` },
  { name: "Term", number: true, cell: ({ term }) => count(term) },
  { name: "Copies on", cell: ({ replicas }) => html`<code>${replicas.join(", ")}</code>` },
  { name: "Topics", number: true, cell: ({ topics }) => count(topics) },
];

function nodeOf(member, { buckets }, stats, rates) {
  const isHome = ({ home }) => home === member.address;
  return {
    ...member,
    homes: buckets.filter(isHome).length,
    copies: buckets.filter(({ replicas }) => replicas.includes(member.address)).length,
    stats: stats?.nodes[member.address],
    rates: rates[member.address],
  };
}

/** Rates per node from the last two figures. */
function useNodeRates(stats) {
  const known = useRef({ rates: {} });
  useEffect(() => {
    const { last } = known.current;
    if (stats && stats !== last) {
      const rates = {};
      for (const [address, now] of Object.entries(stats.nodes)) {
        const before = last?.nodes[address];
        const seconds = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
        rates[address] = seconds > 0
          ? { deliveries: Math.max(0, now.deliveries - before.deliveries) / seconds, cpu: (100 * Math.max(0, now.cpuSeconds - before.cpuSeconds)) / seconds }
          : known.current.rates[address];
      }
      known.current = { last: stats, rates };
    }
  }, [stats]);
  return known.current.rates;
}
