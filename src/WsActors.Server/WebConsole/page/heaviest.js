// The topics and connections of this node with the most traffic in the last minute, estimated from a sample.
import { html } from "./html.js";
import { usePoll } from "./api.js";
import { bytes, count, percent } from "./format.js";
import { Head, Problem, Table } from "./parts.js";
import { refine, to } from "./route.js";

const refresh = 10_000;
const kinds = { by: [["topics", "Topics"], ["connections", "Connections"]], of: [["messages", "Messages"], ["bytes", "Bytes"]] };

export function Heaviest({ query }) {
  const chosen = { by: "topics", of: "messages", ...query };
  const { by, of } = chosen;
  const { data, error } = usePoll(`/api/top?by=${by}&of=${of}&limit=50`, refresh);
  const rate = (value) => (of === "bytes" ? `${bytes(value)}/s` : `${count(value)}/s`);
  const columns = [
    { name: by === "topics" ? "Topic" : "Connection", cell: ({ name }) => html`<a href=${to([by, name])}>${name}</a>` },
    { name: of === "bytes" ? "Bytes" : "Messages", number: true, cell: ({ perSecond }) => rate(perSecond) },
    { name: "Share", number: true, cell: ({ perSecond }) => percent((100 * perSecond) / (data.totalPerSecond || 1)) },
    { name: "Of others at most", number: true, cell: ({ errorPerSecond }) => rate(errorPerSecond) },
  ];
  return html`
    <${Head} title="Heaviest" />
    <form class="filters">${Object.entries(kinds).map(([name, choices]) => html`
      <fieldset key=${name}><legend>${name === "by" ? "Which" : "By"}</legend>${choices.map(([value, text]) => html`
        <label class="choice"><input type="radio" name=${name} value=${value} checked=${chosen[name] === value}
          onChange=${() => refine({ [name]: value })} /> ${text}</label>`)}</fieldset>`)}
    </form>
    <${Problem} error=${error} />
    ${data && html`<p class="quiet">${rate(data.totalPerSecond)} on this node, over ${count(data.windowSeconds)} s; one event in ${data.sampledOneIn} is noted.</p>`}
    <${Table} label="Heaviest" columns=${columns} rows=${data?.items} keyOf=${({ name }) => name} empty="Nothing was noted in the last full minute." />`;
}
