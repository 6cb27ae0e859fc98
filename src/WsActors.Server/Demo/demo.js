import { createClient } from "/demo/wsactors.js";

const keptRows = 200; // Per topic; older ones are removed.
const keptCharacters = 2000; // Per message.
const beginning = { epoch: "none", offset: 0 }; // No log has this epoch, so the server sends all that it has.
const push = document.querySelector("meta[name=push]").content;
const element = (id) => document.getElementById(id);
const [forms, topics] = [document.forms, new Map()];

let client;

// ---- The connection

function connect() {
  const token = forms.access.token.value.trim();
  const positions = [...topics.values()];
  client?.close();
  element("fault").hidden = true;
  client = createClient(push, token ? { token } : {});
  client.on("state", showConnection);
  client.on("error", ({ code, message }) => {
    element("fault").hidden = false;
    element("fault").textContent = `${code}: ${message}`;
  });
  showConnection(client.state);
  positions.filter((topic) => !topic.isPaused).forEach((topic) => topic.start());
}

function showConnection({ name, transport }) {
  show(element("connection"), name, transport === "stream" ? "connected by event streams" : name);
  if (name === "connected") {
    element("fault").hidden = true;
  }
}

function show(state, name, text = name) {
  state.dataset.state = name;
  state.textContent = text;
}

// ---- Topics

class Topic {
  isPaused = false;

  constructor(name, since) {
    this.since = since;
    this.name = name;
    this.section = element("topic").content.firstElementChild.cloneNode(true);
    this.find("h2").textContent = name;
    this.find(".pause").onclick = () => (this.isPaused ? this.start() : this.pause());
    this.find(".remove").onclick = () => this.remove();
    element("topics").prepend(this.section);
  }

  find = (selector) => this.section.querySelector(selector);

  /** Subscribes from where it was. */
  start() {
    this.isPaused = false;
    this.find(".pause").textContent = "Pause";
    this.stop();
    let handle;
    try {
      handle = this.handle = client.subscribe(this.name, { since: this.since });
    } catch ({ code, message }) {
      // The server has ended the connection for good.
      show(this.find(".state"), "closed");
      this.add("gap", "error", `${code}: ${message}`);
      return;
    }
    const onThis = (name, listener) => handle.on(name, (value) => handle === this.handle && listener(value));
    onThis("state", (state) => this.showState(state));
    onThis("error", ({ code, message }) => this.add("gap", "error", `${code}: ${message}`));
    onThis("gap", ({ from, to, reason }) => {
      const [kind, text] = to < from ? ["note", `another log, of which nothing is missing: ${reason}`] : ["gap", `gap: ${to - from + 1} missing, ${from} to ${to}: ${reason}`];
      this.add(kind, "", text);
    });
    onThis("message", ({ data, offset }) => this.add("", offset ?? "", data instanceof Uint8Array ? `(${data.length} bytes of binary)` : JSON.stringify(data)));
    this.showState(handle.state);
  }

  pause() {
    this.isPaused = true;
    this.find(".pause").textContent = "Resume";
    this.stop();
    show(this.find(".state"), "paused");
  }

  stop() {
    const { handle } = this;
    this.handle = undefined;
    handle?.close();
  }

  remove() {
    this.stop();
    this.section.remove();
    topics.delete(this.name);
  }

  showState(state) {
    show(this.find(".state"), state);
    this.showPosition();
  }

  showPosition() {
    this.since = this.handle?.position ?? this.since;
    this.find(".position").textContent = this.since && this.since !== beginning ? `${this.since.epoch}/${this.since.offset}` : "";
  }

  add(kind, offset, text) {
    const list = this.find("ol");
    const row = document.createElement("li");
    row.className = kind;
    for (const [tag, name, value] of [["time", "", new Date().toLocaleTimeString("en-GB")], ["span", "offset", offset], ["span", "data", text]]) {
      const cell = document.createElement(tag);
      cell.className = name;
      cell.textContent = String(value).slice(0, keptCharacters);
      row.append(cell);
    }
    list.prepend(row);
    while (list.childElementCount > keptRows) {
      list.lastElementChild.remove();
    }
    this.showPosition();
  }
}

forms.subscribe.from.onchange = ({ target }) => {
  element("since").hidden = target.value !== "position";
  forms.subscribe.since.required = target.value === "position";
  forms.subscribe.since.setCustomValidity("");
};

forms.subscribe.onsubmit = (event) => {
  event.preventDefault();
  const { topic, from, since } = forms.subscribe;
  const position = { now: undefined, start: beginning, position: positionOf(since.value) }[from.value];
  if (from.value === "position" && !position) {
    since.setCustomValidity("A position is an epoch and an offset, as in 5f0c1a/12");
    since.reportValidity();
    return;
  }
  topics.get(topic.value)?.remove();
  const added = new Topic(topic.value, position);
  topics.set(topic.value, added);
  added.start();
};
forms.subscribe.since.oninput = ({ target }) => target.setCustomValidity("");

function positionOf(text) {
  const [, epoch, offset] = /^\s*([^\s/]+)\/(\d+)\s*$/.exec(text) ?? [];
  return epoch && { epoch, offset: Number(offset) };
}

// ---- Publishing, by the admin API of this address

forms.publish.onsubmit = async (event) => {
  event.preventDefault();
  const { path, headers, body } = request();
  const output = forms.publish.querySelector("output");
  try {
    const answer = await fetch(path, { method: "POST", headers, body });
    const { epoch, offset, subscribers, code, detail } = await answer.json();
    output.className = answer.ok ? "" : "bad";
    output.textContent = answer.ok ? `Position ${epoch}/${offset}, subscribers: ${subscribers}` : `${code}: ${detail}`;
  } catch (fault) {
    output.className = "bad";
    output.textContent = `Not published: ${fault.message}`;
  }
};
forms.publish.oninput = showCurl;

function request() {
  const { topic, data, key } = forms.publish;
  const headers = { "Content-Type": isJson(data.value) ? "application/json" : "text/plain" };
  if (key.value) {
    headers["Delivery-Key"] = key.value;
  }
  return { path: `/api/topics/${encodeURIComponent(topic.value)}/messages`, headers, body: data.value };
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function showCurl() {
  const { path, headers, body } = request();
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)} `);
  element("curl").textContent = `curl ${options.join("")}--data-raw ${quoted(body)} ${quoted(location.origin + path)}`;
}

forms.access.onsubmit = (event) => {
  event.preventDefault();
  connect();
};

element("push").textContent = push;
showCurl();
connect();
