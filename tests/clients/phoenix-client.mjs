// npm's phoenix over npm's ws, remote-controlled: node phoenix-client.mjs URL
//
//   commands  join {topic, params}, push {topic, event, payload}, leave {topic}, ping
//   events    open, joined {topic, response}, refused {topic, response}, message {topic, name, payload},
//             pushed {topic, name, status, response}, left {topic}, closed {topic}, pong, close {code}
import { Socket } from "phoenix";
import WebSocket from "ws";
import { obey, report } from "./lines.mjs";

const socket = new Socket(process.argv[2], { transport: WebSocket, vsn: "2.0.0" });
const channels = new Map();

socket.onOpen(() => report("open"));
socket.onClose(({ code }) => report("close", { code }));
socket.connect();

function join({ topic, params }) {
  const channel = socket.channel(topic, params);
  channels.set(topic, channel);
  channel.onMessage = (event, payload) => {
    if (!event.startsWith("phx_") && !event.startsWith("chan_reply_")) {
      report("message", { topic, name: event, payload });
    }
    return payload;
  };
  channel.onClose(() => report("closed", { topic }));
  channel.join()
    .receive("ok", (response) => report("joined", { topic, response }))
    .receive("error", (response) => {
      report("refused", { topic, response });
      channel.leave();
    });
}

function push({ topic, event, payload }) {
  const answered = (status) => (response) => report("pushed", { topic, name: event, status, response });
  channels.get(topic).push(event, payload).receive("ok", answered("ok")).receive("error", answered("error"));
}

await obey({
  join,
  push,
  leave: ({ topic }) => channels.get(topic).leave().receive("ok", () => report("left", { topic })),
  ping: () => socket.ping(() => report("pong")),
});

// The test has let go of standard input: nothing keeps an open socket waiting for its peer.
process.exit(0);
