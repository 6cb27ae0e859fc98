// One connection in detail, refreshed each second, with rates as differences.
import { html, useEffect, useRef, useState } from "./html.js";
import { api, usePoll } from "./api.js";
import { Drops, Others, Subscriptions, Times } from "./connection-cards.js";
import { bytes, clock, count, milliseconds, none, since } from "./format.js";
import { Confirm, Facts, Head, Problem } from "./parts.js";
import { to } from "./route.js";
import { Tap } from "./tap.js";

const second = 1000;

export function Connection({ id }) {
  const path = `/api/connections/${encodeURIComponent(id)}`;
  const { data, error, at } = usePoll(path, second);
  const [last, setLast] = useState();
  const [fault, setFault] = useState();
  const [isAsking, setAsking] = useState(false);
  const [isTapped, setTapped] = useState(false);
  // The last answer stays after the connection has ended: that is when an operator looks at it.
  useEffect(() => data && setLast(data), [data]);
  const shown = data ?? last;
  const rates = useRates(data, at);
  const hasEnded = error?.status === 404;
  const disconnect = () => {
    setAsking(false);
    api(path, { method: "DELETE" }).then(() => setFault(undefined), setFault);
  };
  return html`
    <${Head} title="Connection">
      <code>${id}</code>
      ${isWebSocket(shown) && !hasEnded && !isTapped && html`<button type="button" class="second" onClick=${() => setTapped(true)}>Tap</button>`}
      ${shown && !hasEnded && html`<button type="button" class="danger" onClick=${() => setAsking(true)}>Disconnect</button>`}
    <//>
    ${isAsking && html`<${Confirm} question="Disconnect this client?" action="Disconnect" onYes=${disconnect} onNo=${() => setAsking(false)}>
      <p>It receives close code 4000, which tells it not to connect again.</p><//>`}
    <${Problem} error=${fault} />
    ${hasEnded && shown
      ? html`<p class="fault" role="status">The connection has ended. This is what was last known. <a href=${to("ended", { id })}>How it ended</a></p>`
      : html`<${Problem} error=${error} />`}
    ${isTapped && html`<${Tap} key=${id} id=${id} onClose=${() => setTapped(false)} />`}
    ${shown && html`<${Details} connection=${shown} rates=${rates} />`}`;
}

// Event streams and polls have no frames.
const isWebSocket = (connection) => connection?.state === "open" && connection.detail?.carrier === "websocket";

const carrierNames = { websocket: "WebSocket", event_stream: "event stream", poll: "long poll" };

function Details({ connection, rates }) {
  const {
    id, user, remoteAddress, forwardedScheme, state, tls, protocol, connectedAt, subscriptions, queuedFrames, queuedBytes, messagesReceived, messagesSent,
    bytesReceived, bytesSent, roundTripMs, detail = {}, ...more
  } = connection;
  const { carrier, node, backEnd, compression, subscriptions: positions, lastReceivedAt, lastPassedAt, sendWaitsSince, nextPingAt, pongDueAt, tokenExpiresAt, drops, ...rest } = detail;
  return html`
    <${Facts} facts=${[
      ["State", html`<span class=${`state ${state}`}>${state}</span>`],
      ["User", user && html`<a href=${to("connections", { user })}>${user}</a>`],
      ["Address", remoteAddress],
      ["Protocol", [protocol, carrier && carrierNames[carrier], tls ?? forwardedScheme].filter(Boolean).join(", ")],
      node && ["Node", node],
      backEnd && ["Back end", "yes"],
      ["Connected", html`<time title=${clock(connectedAt)}>${since(connectedAt)} ago</time>`],
      ["Round trip", milliseconds(roundTripMs)],
    ]} />
    <div class="cards">
      <section class="card"><h2>Traffic</h2>
        <table aria-label="Traffic">
          <thead><tr><td></td><th scope="col" class="number">sent</th><th scope="col" class="number">received</th></tr></thead>
          <tbody>
            <tr><th scope="row">Messages</th><td class="number" data-name="sent">${count(messagesSent)}</td><td class="number" data-name="received">${count(messagesReceived)}</td></tr>
            <tr><th scope="row">per second</th><td class="number" data-name="sent">${count(rates.messagesSent)}</td><td class="number" data-name="received">${count(rates.messagesReceived)}</td></tr>
            <tr><th scope="row">Bytes</th><td class="number" data-name="sent">${bytes(bytesSent)}</td><td class="number" data-name="received">${bytes(bytesReceived)}</td></tr>
            <tr><th scope="row">per second</th><td class="number" data-name="sent">${bytes(rates.bytesSent)}</td><td class="number" data-name="received">${bytes(rates.bytesReceived)}</td></tr>
          </tbody>
        </table>
      </section>
      <section class="card"><h2>Waiting to be sent</h2>
        <${Facts} wide facts=${[
          ["Frames", count(queuedFrames)], ["Bytes", bytes(queuedBytes)],
          ["Nothing taken for", sendWaitsSince ? html`<time title=${clock(sendWaitsSince)}>${since(sendWaitsSince)}</time>` : none],
          compression && ["Compression", compression],
        ]} />
      </section>
      <${Times} ...${{ lastReceivedAt, lastPassedAt, nextPingAt, pongDueAt, tokenExpiresAt }} />
      <${Subscriptions} user=${user} topics=${subscriptions} positions=${positions} />
      <${Drops} drops=${drops} />
      <${Others} fields=${{ ...more, ...rest }} />
    </div>`;
}

/** The difference of each number to the answer before, per second. */
function useRates(data, at) {
  const before = useRef();
  const rates = useRef({});
  if (data && before.current?.at !== at) {
    const last = before.current;
    if (last && last.data.id === data.id) {
      const seconds = (at - last.at) / 1000;
      rates.current = Object.fromEntries(Object.entries(data)
        .filter(([, value]) => typeof value === "number")
        .map(([name, value]) => [name, Math.max(0, value - last.data[name]) / seconds]));
    }
    before.current = { data, at };
  }
  return rates.current;
}
