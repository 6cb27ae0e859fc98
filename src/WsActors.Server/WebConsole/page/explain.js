// Why a user does not get the messages of a topic: the server's findings, each with its evidence.
import { html } from "./html.js";
import { usePoll } from "./api.js";
import { nameOf } from "./format.js";
import { Facts, Head, Problem, Value } from "./parts.js";
import { to } from "./route.js";

export function Explain({ query }) {
  const { user = "", topic = "", offset = "" } = query;
  const question = user && topic && `/api/explain?${new URLSearchParams({ user, topic, ...(offset && { offset }) })}`;
  const { data, error, reload } = usePoll(question);
  const onSubmit = (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    const next = to("explain", { user: form.user.trim(), topic: form.topic.trim(), offset: form.offset });
    if (next === location.hash) {
      reload();
    } else {
      location.hash = next;
    }
  };
  return html`
    <${Head} title="Why did a user not get it?" />
    <form class="filters" key=${question} onSubmit=${onSubmit}>
      <label class="field">User<input name="user" data-search="" defaultValue=${user} required autocapitalize="none" autocomplete="off" spellcheck="false" placeholder="the id in the client's token" /></label>
      <label class="field">Topic<input name="topic" defaultValue=${topic} required maxlength="255" autocapitalize="none" autocomplete="off" spellcheck="false" /></label>
      <label class="field">Offset<input name="offset" defaultValue=${offset} type="number" min="1" step="1" placeholder="of one message, if you know it" /></label>
      <div class="buttons bottom"><button>Explain</button></div>
    </form>
    <div role="status" class="stack">
      <${Problem} error=${error} />
      ${data && html`<${Answer} answer=${data} user=${user} topic=${topic} />`}
    </div>`;
}

// The verdict is the first finding.
function Answer({ answer: { verdict, text, next, findings: [first, ...others] }, user, topic }) {
  return html`
    <section class="card notice"><h2>${text}</h2><p>${next}</p><p class="quiet"><code>${verdict}</code></p></section>
    ${first && html`<section class="card"><h2>Evidence</h2><${Evidence} values=${first.evidence} /></section>`}
    ${others.length > 0 && html`<ul class="plain stack">${others.map((finding) => html`
      <li key=${finding.text} class="card"><h2>${finding.text}</h2><${Evidence} values=${finding.evidence} /></li>`)}</ul>`}
    <p><a href=${to("connections", { user })}>Connections of ${user}</a> · <a href=${to("ended", { user })}>Those that have ended</a> · <a href=${to(["topics", topic])}>Topic ${topic}</a></p>`;
}

const views = { connection: "connections", topic: "topics", nearest: "topics" };

function Evidence({ values }) {
  const facts = Object.entries(values).filter(([, value]) => value !== null).map(([name, value]) => [
    nameOf(name),
    views[name] && typeof value === "string"
      ? html`<a href=${to([views[name], value])}>${value}</a>`
      : html`<${Value} name=${name} value=${value} />`,
  ]);
  return facts.length > 0 && html`<${Facts} wide facts=${facts} />`;
}
