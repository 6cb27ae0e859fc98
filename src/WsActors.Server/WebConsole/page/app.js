// The console: its frame, and the view that the address names.
import { html, render, useEffect, useMemo, useState } from "./html.js";
import { api, keyWanted } from "./api.js";
import { Cluster } from "./cluster.js";
import { Connection } from "./connection.js";
import { Connections } from "./connections.js";
import { Ended } from "./ended.js";
import { Explain } from "./explain.js";
import { FaultBanner, Faults } from "./faults.js";
import { Heaviest } from "./heaviest.js";
import { KeyForm } from "./key.js";
import { connection, isInCluster, restart, start } from "./live.js";
import { Node } from "./node.js";
import { Overview } from "./overview.js";
import { Head } from "./parts.js";
import { Publish } from "./publish.js";
import { route } from "./route.js";
import { Help, useShortcuts } from "./shortcuts.js";
import { useStore } from "./store.js";
import { Topic, Topics } from "./topics.js";

const views = [
  { path: "", title: "Overview", view: Overview },
  { path: "cluster", title: "Cluster", view: Cluster },
  { path: "topics", title: "Topics", view: Topics, one: ({ name }) => html`<${Topic} key=${name} name=${name} />` },
  { path: "connections", title: "Connections", view: Connections, one: ({ name }) => html`<${Connection} key=${name} id=${name} />` },
  { path: "ended", title: "Ended", view: Ended },
  { path: "explain", title: "Explain", view: Explain },
  { path: "heaviest", title: "Heaviest", view: Heaviest },
  { path: "publish", title: "Publish", view: Publish },
  { path: "node", title: "Node", view: Node },
  { path: "faults", title: "Faults", view: Faults },
];

// Those that some nodes do not have.
const isThere = { cluster: ({ hasCluster }) => hasCluster, faults: ({ injects }) => injects };

function App() {
  const wanted = useStore(keyWanted);
  const [isOpen, setOpen] = useState(false);
  // One request tells whether a key is needed, in place of one refusal per view. Other errors are for the views.
  useEffect(() => void api("/api/node").catch(() => {}).then(() => setOpen(true)), []);
  if (wanted !== "no") {
    return html`<${KeyForm} onDone=${restart} />`;
  }
  return isOpen && html`<${Console} />`;
}

function Console() {
  const { names, query } = useStore(route);
  const [showsHelp, setShowsHelp] = useState(false);
  const hasCluster = useStore(isInCluster);
  const [injects, setInjects] = useState(false);
  const known = useMemo(() => views.filter(({ path }) => isThere[path]?.({ hasCluster, injects }) ?? true), [hasCluster, injects]);
  const current = views.find(({ path }) => path === (names[0] ?? ""));
  useShortcuts(known, () => setShowsHelp(true));
  useEffect(() => void start(), []);
  useEffect(() => void api("/api/faults").then(({ enabled }) => setInjects(enabled), () => {}), []);
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <header>
      <a class="brand" href="#/">WsActors</a>
      <nav aria-label="Views"><ul>${known.map(({ path, title }, index) => html`
        <li key=${path}><a href=${`#/${path}`} aria-current=${current?.path === path ? "page" : undefined}>${title}${index < 9 && html`<kbd aria-hidden="true">${index + 1}</kbd>`}</a></li>`)}</ul></nav>
      <div class="status"><${Status} /><button type="button" class="second" onClick=${() => setShowsHelp(true)} aria-label="Keys">?</button></div>
    </header>
    ${showsHelp && html`<${Help} views=${known} onClose=${() => setShowsHelp(false)} />`}
    ${injects && html`<${FaultBanner} />`}
    <main id="main" tabindex="-1"><${Unreachable} /><${View} current=${current} name=${names[1]} query=${query} /></main>`;
}

// The part behind the "#" is the view, so the link cannot lead there by itself.
function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function View({ current, name, query }) {
  if (!current || (name && !current.one)) {
    return html`<${Head} title="Not found" /><p>This console has no such view.</p>`;
  }
  return name ? html`<${current.one} name=${name} />` : html`<${current.view} key=${current.path} query=${query} />`;
}

function Status() {
  const { name } = useStore(connection);
  const text = { live: "live", starting: "connecting", connecting: "connecting", unreachable: "no live figures", closed: "disconnected" }[name];
  return html`<span class=${`state ${name}`} role="status">${text}</span>`;
}

function Unreachable() {
  const { name, push, reason } = useStore(connection);
  if (name === "closed") {
    return html`<p class="fault" role="alert">The live figures have ended. ${reason} <button type="button" class="second" onClick=${restart}>Connect again</button></p>`;
  }
  return name === "unreachable" && html`<p class="fault" role="alert">
    There are no live figures, because ${push ? html`the push listener cannot be reached at <code>${push}</code>` : `no ticket was issued: ${reason}`}.
    ${push && html` If browsers reach it at another address, set <code>WsActors:Admin:ConsolePushAddress</code>.`} Everything else works.</p>`;
}

render(html`<${App} />`, document.getElementById("console"));
