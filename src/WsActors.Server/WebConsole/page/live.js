// The node's live figures, which this page receives as every client does: from the push listener, by the client library.
import { createClient } from "./wsactors.js";
import { api, keyWanted } from "./api.js";
import { Store } from "./store.js";

const keptSeconds = 300;
const ticketPause = 5000;
const longestPause = 5; // Seconds between two figures, or three intervals; above, the lines have a hole.

/** The last five minutes: one row per figure, with rates in place of totals. */
export const rows = new Store([]);

/** The last $node.stats; undefined before the first. */
export const figures = new Store(undefined);

/** The last $cluster.stats; undefined without a cluster. */
export const clusterFigures = new Store(undefined);

/** True in a cluster; undefined before it is known. */
export const isInCluster = new Store(undefined);

/** {name: "starting" | "connecting" | "live" | "unreachable" | "closed", push, reason}. */
export const connection = new Store({ name: "starting" });

let client;
let interval = Infinity;

/** Connects. It is safe to call it again. */
export async function start() {
  if (client) {
    return;
  }
  let next;
  try {
    next = await ticket();
  } catch (error) {
    connection.set({ name: "unreachable", reason: error.message });
    if (error.status !== 401) {
      setTimeout(() => void start(), ticketPause);
    }
    return;
  }
  if (client) {
    return;
  }
  const push = next.push;
  isInCluster.set(next.cluster);
  // The first ticket is new; each later attempt and each refresh takes another one.
  const token = async () => {
    const { token } = next ?? (await ticket());
    next = undefined;
    return token;
  };
  client = createClient(push, { token, streams: false, page: window });
  watch(client, push);
  client.subscribe("$node.stats").on("message", ({ data }) => take(data));
  if (isInCluster.value) {
    client.subscribe("$cluster.stats").on("message", ({ data }) => clusterFigures.set(data));
  }
}

/** Connects anew after the server has ended the connection for good. */
export function restart() {
  stop();
  connection.set({ name: "starting" });
  void start();
}

function stop() {
  const last = client;
  client = undefined;
  last?.close();
}

// Without a key each attempt would be refused, and counted as one more.
keyWanted.on(() => keyWanted.value !== "no" && stop());

const ticket = () => api("/api/console/ticket", { method: "POST" });

function watch(watched, push) {
  let failures = 0;
  const show = () => {
    if (watched !== client) {
      return;
    }
    const { name, error } = watched.state;
    if (name === "connected") {
      failures = 0;
      connection.set({ name: "live", push });
    } else if (name === "closed") {
      connection.set({ name: "closed", push, reason: error?.message });
    } else if (name === "waiting") {
      connection.set({ name: ++failures > 1 ? "unreachable" : "connecting", push });
    } else if (connection.value.name !== "unreachable") {
      connection.set({ name: "connecting", push });
    }
  };
  watched.on("state", show);
  show();
}

function take(next) {
  const last = figures.value;
  figures.set(next);
  const time = Date.parse(next.at) / 1000;
  const seconds = last ? time - Date.parse(last.at) / 1000 : 0;
  if (!(seconds > 0) || next.cpuSeconds < last.cpuSeconds) {
    // The first figures, or those of a new process: there is nothing to compare with.
    return;
  }
  const kept = rows.value;
  interval = Math.min(interval, seconds);
  if (seconds > Math.max(longestPause, 3 * interval)) {
    kept.push({ time: time - 1 });
  }
  kept.push(rowOf(last, next, time, seconds));
  while (kept.length && kept[0].time < time - keptSeconds) {
    kept.shift();
  }
  rows.tell();
}

function rowOf(last, next, time, seconds) {
  const rate = (read) => Math.max(0, read(next) - read(last)) / seconds;
  const detail = (read) => (next.detail && last.detail ? rate(({ detail }) => read(detail)) : undefined);
  return {
    time,
    open: next.connections,
    handshaking: next.handshaking,
    closing: next.closing,
    outbox: next.outboxBytes,
    memory: next.workingSetBytes,
    heap: next.detail?.heapBytes,
    p50: next.detail?.latencyP50Ms,
    p99: next.detail?.latencyP99Ms,
    cpu: 100 * rate(({ cpuSeconds }) => cpuSeconds),
    publications: rate(({ publications }) => publications),
    deliveries: rate(({ deliveries }) => deliveries),
    received: rate(({ bytesReceived }) => bytesReceived),
    sent: rate(({ bytesSent }) => bytesSent),
    handshakes: detail(({ handshakes }) => handshakes),
    refused: detail(({ handshakesRefused }) => handshakesRefused),
    dropped: detail(({ dropped }) => dropped),
    slow: detail(({ slowConsumers }) => slowConsumers),
    gc: detail(({ gcPauseSeconds }) => 100 * gcPauseSeconds),
  };
}
