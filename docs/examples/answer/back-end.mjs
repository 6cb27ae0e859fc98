// The back end of the answers: it publishes what a model writes, word by word, keeps the text so far with its position, and stops on request.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";

const answers = new Map();

// Put the stream of your model here. This one knows a single subject.
async function* write(question, signal) {
  const text = `You asked: “${question}”. A stream of words is like any topic. Each word is a publication with an offset, so a page that
    comes back, or another device that opens the same address, gets the text so far and continues at the right word. `;
  for (const word of text.repeat(15).match(/\S+/g)) {
    await setTimeout(40, undefined, { signal });
    yield `${word} `;
  }
}

// Repeated until it is answered, under one key, so that the push server may be restarted meanwhile.
async function publish(id, message) {
  const answer = answers.get(id);
  const key = `${id} ${answer.published++}`;
  for (;;) {
    const response = await fetch(`${process.env.ADMIN}/api/topics/answers.${id}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(message),
    }).catch(() => undefined);
    if (response?.ok) {
      const { epoch, offset } = await response.json();
      answer.state = { text: answer.state.text + (message.text ?? ""), end: message.end };
      answer.position = { epoch, offset };
      return;
    }
    if (response?.status < 500) throw new Error(await response.text());
    await setTimeout(200);
  }
}

async function answer(id, question, signal) {
  let end = "complete";
  try {
    for await (const text of write(question, signal)) {
      await publish(id, { text });
    }
  } catch (error) {
    end = signal.aborted ? "stopped" : `failed: ${error.message}`;
  }
  await publish(id, { end });
}

function ask(question) {
  const id = randomUUID();
  const stop = new AbortController();
  answers.set(id, { state: { text: "" }, position: { epoch: "none", offset: 0 }, published: 0, stop });
  void answer(id, question, stop.signal);
  return id;
}

export const backEnd = createServer(async (request, response) => {
  const [, path, id] = request.url.split("/");
  const known = answers.get(id);
  if (path === "answers" && request.method === "POST") {
    response.end(ask(Buffer.concat(await request.toArray()).toString()));
  } else if (path === "answers" && known && request.method === "GET") {
    response.end(JSON.stringify({ state: known.state, position: known.position }));
  } else if (path === "answers" && known && request.method === "DELETE") {
    known.stop.abort();
    response.end();
  } else {
    response.writeHead(404).end();
  }
});
