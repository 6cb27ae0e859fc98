// A form that publishes one message.
import { html, useState } from "./html.js";
import { api } from "./api.js";
import { count } from "./format.js";
import { Facts, Head, Problem } from "./parts.js";
import { to } from "./route.js";

export function Publish({ query }) {
  const [form, setForm] = useState({ topic: query.topic ?? "", kind: "json", data: "", key: "" });
  const [{ answer, error, isSending }, setState] = useState({});
  const change = ({ target }) => setForm({ ...form, [target.name]: target.value });
  const fault = form.kind === "json" && form.data ? faultOf(form.data) : undefined;
  const onSubmit = async (event) => {
    event.preventDefault();
    if (form.kind === "json" && faultOf(form.data)) {
      event.target.data.focus();
      return;
    }
    setState({ isSending: true });
    try {
      setState({ answer: await send(form) });
    } catch (problem) {
      setState({ error: problem });
    }
  };
  return html`
    <${Head} title="Publish" />
    <form class="card publish" onSubmit=${onSubmit}>
      <label class="field">Topic
        <input name="topic" data-search="" value=${form.topic} onInput=${change} required maxlength="255" autocapitalize="none" autocomplete="off" spellcheck="false" /></label>
      <fieldset><legend>Message</legend>
        ${[["json", "JSON"], ["text", "Text"]].map(([kind, name]) => html`
          <label class="choice"><input type="radio" name="kind" value=${kind} checked=${form.kind === kind} onChange=${change} /> ${name}</label>`)}
      </fieldset>
      <label class="field">${form.kind === "json" ? "A JSON value" : "Any text"}
        <textarea name="data" rows="6" value=${form.data} onInput=${change} required=${form.kind === "json"} aria-invalid=${fault ? "true" : undefined}
          aria-describedby="data-fault" spellcheck="false"></textarea></label>
      <p id="data-fault" class="bad" role="status">${fault && `Not JSON: ${fault}`}</p>
      <label class="field">Delivery key <span class="quiet">(optional: for a slow reader, only the newest message per key is kept)</span>
        <input name="key" value=${form.key} onInput=${change} maxlength="128" autocapitalize="none" autocomplete="off" spellcheck="false" /></label>
      <div class="buttons"><button disabled=${isSending}>Publish</button></div>
    </form>
    <div role="status">
      <${Problem} error=${error} />
      ${answer && html`<section class="card"><h2>Published to <a href=${to(["topics", answer.topic])}>${answer.topic}</a></h2>
        <${Facts} wide facts=${[["Subscribers", count(answer.subscribers)], ["Offset", count(answer.offset)], ["Epoch", html`<code>${answer.epoch}</code>`]]} /></section>`}
    </div>`;
}

const send = ({ topic, kind, data, key }) => api(`/api/topics/${encodeURIComponent(topic)}/messages`, {
  method: "POST",
  body: data,
  headers: { "Content-Type": kind === "json" ? "application/json" : "text/plain; charset=utf-8", ...(key && { "Delivery-Key": key }) },
});

function faultOf(text) {
  try {
    JSON.parse(text);
  } catch ({ message }) {
    return message;
  }
}
