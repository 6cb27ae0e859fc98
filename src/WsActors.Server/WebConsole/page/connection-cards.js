// Cards of the view of one connection.
import { html } from "./html.js";
import { clock, count, duration, nameOf, since } from "./format.js";
import { Facts, Value } from "./parts.js";
import { to } from "./route.js";

/** When something last passed, and what happens next if nothing does. */
export function Times({ lastReceivedAt, lastPassedAt, nextPingAt, pongDueAt, tokenExpiresAt }) {
  const facts = [
    lastReceivedAt && ["Last received", ago(lastReceivedAt)],
    lastPassedAt && ["Last message or byte", ago(lastPassedAt)],
    nextPingAt && ["Next ping", ahead(nextPingAt)],
    pongDueAt && ["Pong due", ahead(pongDueAt)],
    tokenExpiresAt && ["Token expires", ahead(tokenExpiresAt)],
  ].filter(Boolean);
  return facts.length > 0 && html`<section class="card"><h2>Times</h2><${Facts} wide facts=${facts} /></section>`;
}

const ago = (moment) => html`<time title=${clock(moment)}>${since(moment)} ago</time>`;

const ahead = (moment) => html`<time title=${clock(moment)}>in ${duration(Math.max(0, (Date.parse(moment) - Date.now()) / 1000))}</time>`;

export function Subscriptions({ user, topics, positions = [] }) {
  const byTopic = new Map(positions.map((position) => [position.topic, position]));
  return html`<section class="card"><h2>${count(topics.length)} ${topics.length === 1 ? "subscription" : "subscriptions"}</h2>
    ${topics.length > 0 && html`<ul class="plain long">${topics.map((topic) => html`
      <li key=${topic}><a href=${to(["topics", topic])}>${topic}</a> <span class="quiet">${progressOf(byTopic.get(topic))}</span> ${user && html`<a class="quiet" href=${to("explain", { user, topic })} aria-label=${`Explain ${topic}`}>explain</a>`}</li>`)}</ul>`}
  </section>`;
}

// A live subscription has everything up to the topic's head.
function progressOf({ state, reached, head } = {}) {
  const of = head ? ` of ${count(head)}` : "";
  return state === "catching_up" ? `catching up, at ${count(reached)}${of}` : state === "requested" ? "requested" : head ? `live, at ${count(head)}` : "";
}

/** Messages that the client did not get. */
export function Drops({ drops = [] }) {
  return drops.length > 0 && html`<section class="card"><h2>Messages that were dropped</h2>
    <table aria-label="Messages that were dropped">
      <thead><tr><th scope="col">topic</th><th scope="col">offsets</th><th scope="col" class="number">messages</th><th scope="col">policy</th><th scope="col">last</th></tr></thead>
      <tbody>${drops.map(({ topic, policy, from, to: last, count: messages, at }) => html`
        <tr key=${`${topic} ${from}`}><td data-name="topic"><a href=${to(["topics", topic])}>${topic}</a></td><td data-name="offsets">${count(from)} to ${count(last)}</td>
          <td data-name="messages" class="number">${count(messages)}</td><td data-name="policy">${policy}</td><td data-name="last">${ago(at)}</td></tr>`)}</tbody>
    </table></section>`;
}

/** Fields that this page does not know, as a newer node may have them. */
export function Others({ fields }) {
  const others = Object.entries(fields);
  return others.length > 0 && html`<section class="card"><h2>More</h2>
    <${Facts} wide facts=${others.map(([name, value]) => [nameOf(name), html`<${Value} name=${name} value=${value} />`])} /></section>`;
}
