// Connections that have ended, or were refused: what the server remembers of the last ones.
import { html } from "./html.js";
import { bytes, clock, count, duration } from "./format.js";
import { Missing, Pager, usePages } from "./pages.js";
import { Head, Problem, Search, Table } from "./parts.js";
import { refine, to } from "./route.js";

const columns = [
  { name: "Ended", cell: ({ endedAt }) => html`<time datetime=${endedAt}>${clock(endedAt)}</time>` },
  { name: "User", cell: ({ user }) => user && html`<a href=${to("ended", { user })}>${user}</a>` },
  { name: "Connection", cell: ({ id }) => html`<code>${id}</code>` },
  { name: "Address", cell: ({ remoteAddress }) => remoteAddress },
  { name: "By", cell: ({ endedBy }) => endedBy },
  { name: "Why", cell: whyOf },
  { name: "After", number: true, cell: ({ durationSeconds }) => duration(durationSeconds) },
  { name: "Silent for", number: true, cell: ({ idleSeconds }) => duration(idleSeconds) },
  { name: "Topics", number: true, cell: ({ subscriptions, subscriptionCount }) => html`<span title=${subscriptions.join(", ")}>${count(subscriptionCount)}</span>` },
  { name: "Sent", number: true, cell: ({ bytesSent }) => bytes(bytesSent) },
  { name: "Left waiting", number: true, cell: ({ queued }) => bytes(queued.bytes) },
];

export function Ended({ query }) {
  const { user = "", topic = "", id = "" } = query;
  const pages = usePages("/api/tombstones", { user, topic, id });
  return html`
    <${Head} title="Ended connections" />
    <search class="filters">
      <${Search} isFirst label="User" value=${user} placeholder="the whole user id" onSearch=${(text) => refine({ user: text })} />
      <${Search} label="Topic" value=${topic} placeholder="the whole name" onSearch=${(text) => refine({ topic: text })} />
      <${Search} label="Connection" value=${id} placeholder="an id" onSearch=${(text) => refine({ id: text })} />
    </search>
    <${Problem} error=${pages.error} />
    <${Missing} data=${pages.data} />
    <${Table} label="Ended connections" columns=${columns} rows=${pages.data?.tombstones} keyOf=${(row) => row.id + row.endedAt}
      empty=${user || topic || id ? "No connection that is remembered matches." : "No connection that is remembered has ended."} />
    <${Pager} pages=${pages} />`;
}

function whyOf({ outcome, code, codeName, refusal, reason }) {
  // The reason of a connection that was lost begins with that word.
  const name = refusal ?? (code ? `${code} ${codeName}` : !reason?.startsWith(outcome) && outcome);
  return html`<span>${name} <span class=${name ? "quiet" : ""}>${reason}</span></span>`;
}
