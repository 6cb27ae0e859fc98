// The list of connections, with its search.
import { html } from "./html.js";
import { bytes, count, milliseconds, since } from "./format.js";
import { clusterFigures, figures } from "./live.js";
import { Missing, Pager, usePages } from "./pages.js";
import { Head, Problem, Search, Table } from "./parts.js";
import { refine, route, to } from "./route.js";
import { useStore } from "./store.js";

const columns = [
  { name: "Connection", cell: ({ id }) => html`<a href=${to(["connections", id])}><code>${id}</code></a>` },
  { name: "User", cell: ({ user }) => user && html`<a href=${to("connections", { user })}>${user}</a>` },
  { name: "Address", cell: ({ remoteAddress }) => remoteAddress },
  { name: "State", cell: ({ state }) => html`<span class=${`state ${state}`}>${state}</span>` },
  { name: "Protocol", cell: ({ protocol }) => protocol },
  { name: "For", number: true, cell: ({ connectedAt }) => since(connectedAt) },
  { name: "Topics", number: true, cell: ({ subscriptions }) => count(subscriptions.length) },
  { name: "Waiting", number: true, cell: ({ queuedBytes }) => bytes(queuedBytes) },
  { name: "Sent", number: true, cell: ({ bytesSent }) => bytes(bytesSent) },
  { name: "Round trip", number: true, cell: ({ roundTripMs }) => milliseconds(roundTripMs) },
];

export function Connections({ query }) {
  const { user = "", topic = "" } = query;
  const pages = usePages("/api/connections", { user, topic });
  const cluster = useStore(clusterFigures);
  const now = useStore(figures);
  const total = cluster ? cluster.total.connections : now?.connections;
  return html`
    <${Head} title="Connections">${user && html`<a class="button" href=${to("explain", { user, topic })}>Why did ${user} not get it?</a>`}<//>
    <search class="filters">
      <${Search} isFirst label="User" value=${user} placeholder="the whole user id" onSearch=${(text) => refine({ user: text })} />
      <${Search} label="Topic" value=${topic} placeholder="the whole name" onSearch=${(text) => refine({ topic: text })} />
      <${Find} />
    </search>
    <${Problem} error=${pages.error} />
    <${Missing} data=${pages.data} />
    <${Table} label="Connections" columns=${columns} rows=${pages.data?.connections} keyOf=${({ id }) => id}
      empty=${user || topic ? "No connection matches." : "No client is connected."} />
    <${Pager} pages=${pages} total=${!user && !topic && total !== undefined && count(total)} name="connections" />`;
}

function Find() {
  const onSubmit = (event) => {
    event.preventDefault();
    const id = event.target.id.value.trim();
    if (id) {
      location.hash = to(["connections", id]);
    }
  };
  return html`<form class="field" onSubmit=${onSubmit}><label for="find-id">Connection</label>
    <input id="find-id" name="id" placeholder="an id, then Enter" autocapitalize="none" autocomplete="off" spellcheck="false" /></form>`;
}
