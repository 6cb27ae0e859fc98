// The scenario of the interop tests, in nothing but the standard's WebSocket and EventSource: it runs in a page as a script
// and in Node.js with npm's ws. The host sets `report(event, fields)` and calls `interop.COMMAND({…})`.
//
//   commands  listen {url, count}         plain mode: a message is a payload; "heard" comes with the last one
//             listenToEvents {url, count} the same from an event stream
//             talk {url, topic}           the client protocol: waits for the welcome and subscribes
//             talkOfEvents {url}          waits on an event stream, which carries nothing back
//             ping                        the protocol's ping, and where the client has one a ping frame
//             leave, leaveEvents          closes what listens
//   events    listening {extensions}, heard {digests}, talking, ponged, left {code}, dismissed {code, reason}
{
  let listener;
  let talker;
  let onPong;

  globalThis.interop = {
    listen({ url, count }) {
      const collect = collector(count);
      listener = new WebSocket(url);
      listener.binaryType = "arraybuffer";
      listener.onopen = () => report("listening", { extensions: listener.extensions });
      listener.onmessage = ({ data }) => typeof data === "string" ? collect("text", utf8(data)) : collect("binary", data);
      listener.onclose = ({ code }) => report("left", { code });
    },

    listenToEvents({ url, count }) {
      const collect = collector(count);
      listener = new EventSource(url);
      listener.addEventListener("subscribed", () => report("listening", { extensions: "" }));
      listener.onmessage = ({ data }) => collect("text", utf8(data));
      listener.addEventListener("binary", ({ data }) => collect("binary", Uint8Array.from(atob(data), (char) => char.charCodeAt(0))));
    },

    talk({ url, topic }) {
      talker = new WebSocket(url, "wsactors.v1.json");
      const answers = {
        welcome: () => say({ type: "subscribe", id: 1, topic }),
        subscribed: () => report("talking"),
        pong: () => onPong(),
      };
      talker.onmessage = ({ data }) => answers[JSON.parse(data).type]?.();
      talker.onclose = ({ code, reason }) => report("dismissed", { code, reason });
    },

    talkOfEvents({ url }) {
      talker = new EventSource(url);
      talker.addEventListener("subscribed", () => report("talking"));
      talker.addEventListener("closed", ({ data }) => {
        talker.close(); // Or it would come back.
        const { code, reason } = JSON.parse(data);
        report("dismissed", { code, reason });
      });
    },

    async ping() {
      await new Promise((resolve) => {
        onPong = resolve;
        say({ type: "ping", id: 2 });
      });
      if (talker.ping) {
        await new Promise((resolve) => {
          talker.on("pong", (data) => data.toString() === "are you there?" && resolve());
          talker.ping("are you there?");
        });
      }
      report("ponged");
    },

    leave: () => listener.close(1000, "done"),

    leaveEvents() {
      listener.close(); // It says nothing of its end.
      report("left", { code: 1000 });
    },
  };

  const say = (command) => talker.send(JSON.stringify(command));

  const utf8 = (text) => new TextEncoder().encode(text);

  // Digests are made in the background and reported in the order of the messages.
  function collector(count) {
    const digests = [];
    return (kind, bytes) => {
      digests.push(digest(kind, bytes));
      if (digests.length === count) {
        Promise.all(digests).then((all) => report("heard", { digests: all }));
      }
    };
  }

  // As Pushes.Digest has it.
  async function digest(kind, bytes) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
    return `${kind} ${bytes.byteLength} ${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
}
