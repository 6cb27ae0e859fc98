// Topics: the list with its search, and one topic.
import { html, useState } from "./html.js";
import { api, usePoll } from "./api.js";
import { bytes, count } from "./format.js";
import { clusterFigures, figures } from "./live.js";
import { Missing, Pager, usePages } from "./pages.js";
import { Facts, Head, Problem, Search, Table, Value } from "./parts.js";
import { refine, to } from "./route.js";
import { useStore } from "./store.js";

const columns = [
  { name: "Topic", cell: ({ topic }) => html`<a href=${to(["topics", topic])}>${topic}</a>` },
  { name: "Subscribers", number: true, cell: ({ topic, subscribers }) => html`<a href=${to("connections", { topic })}>${count(subscribers)}</a>` },
  { name: "Offset", number: true, cell: ({ offset }) => count(offset) },
  { name: "History", number: true, cell: ({ historyMessages }) => count(historyMessages) },
  { name: "Size", number: true, cell: ({ historyBytes }) => bytes(historyBytes) },
  { name: "Rule", cell: ({ rule }) => html`<code>${rule.match}</code>` },
];

export function Topics({ query }) {
  const prefix = query.prefix ?? "";
  const pages = usePages("/api/topics", { prefix });
  const inCluster = useStore(clusterFigures);
  const now = useStore(figures);
  return html`
    <${Head} title="Topics" />
    <search class="filters"><${Search} isFirst label="Name begins with" value=${prefix} onSearch=${(text) => refine({ prefix: text })} /></search>
    <${Problem} error=${pages.error} />
    <${Missing} data=${pages.data} />
    <${Table} label="Topics" columns=${columns} rows=${pages.data?.topics} keyOf=${({ topic }) => topic}
      empty=${prefix ? `No topic in memory begins with "${prefix}".` : "No topic is in memory."} />
    <${Pager} pages=${pages} total=${!prefix && !inCluster && now && count(now.topics)} name="topics" />`;
}

export function Topic({ name }) {
  const path = `/api/topics/${encodeURIComponent(name)}`;
  const { data, error } = usePoll(path, 2000);
  const { topic, subscribers, epoch, offset, historyMessages, historyBytes, rule, ...more } = data ?? {};
  return html`
    <${Head} title=${name}>
      <a class="button" href=${to("publish", { topic: name })}>Publish</a>
      <a class="button" href=${to("connections", { topic: name })}>Connections</a>
    <//>
    <${Problem} error=${error} />
    ${data && html`<${Facts} facts=${[
      ["Subscribers", count(subscribers)],
      ["Offset", count(offset)],
      ["Epoch", html`<code>${epoch}</code>`],
      ["History", `${count(historyMessages)} messages, ${bytes(historyBytes)}`],
    ]} />
    ${Object.keys(more).length > 0 && html`<section class="card"><${Value} value=${more} /></section>`}
    <section class="card"><h2>Rule in force</h2><${Value} value=${rule} /></section>
    <${Messages} path=${`${path}/messages`} isKept=${rule.history.messages > 0} />`}`;
}

function Messages({ path, isKept }) {
  const [{ list, error }, setState] = useState({});
  const load = () => api(`${path}?limit=20`).then(({ messages }) => setState({ list: messages }), (fault) => setState({ error: fault }));
  return html`
    <section class="card">
      <div class="head"><h2>Latest messages</h2>${isKept && html`<button type="button" class="second" onClick=${load}>${list ? "Load again" : "Load"}</button>`}</div>
      <${Problem} error=${error} />
      ${!isKept && html`<p class="quiet">The topic keeps no history.</p>`}
      ${list && html`<ol class="messages">${[...list].reverse().map(({ offset, data, encoding }) => html`
        <li key=${offset}><span class="quiet">${offset}</span><code>${encoding ? `${encoding}: ${data}` : JSON.stringify(data)}</code></li>`)}</ol>`}
    </section>`;
}
