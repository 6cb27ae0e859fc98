// The back end of the order feed. The topic is durable, so it is the list of orders as well: what was answered survives kill -9.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";

const topic = () => `${process.env.ADMIN}/api/topics/orders/messages`;

// Until it is answered, under one key: however often it is repeated, it is published once.
async function publish(order) {
  for (;;) {
    const answer = await fetch(topic(), {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": order.id },
      body: JSON.stringify(order),
    }).catch(() => undefined);
    if (answer?.ok) return;
    if (answer?.status < 500) throw new Error(await answer.text());
    await setTimeout(200);
  }
}

async function orders() {
  const answer = await fetch(`${topic()}?limit=100`);
  if (answer.status === 404) return { state: [], position: { epoch: "none", offset: 0 } };
  const { epoch, offset, messages } = await answer.json();
  return { state: messages.map(({ data }) => data), position: { epoch, offset } };
}

export const backEnd = createServer(async (request, response) => {
  try {
    if (request.url === "/orders" && request.method === "GET") {
      response.end(JSON.stringify(await orders()));
    } else if (request.url === "/orders" && request.method === "POST") {
      const product = Buffer.concat(await request.toArray()).toString();
      await publish({ id: randomUUID(), product });
      response.writeHead(201).end();
    } else {
      response.writeHead(404).end();
    }
  } catch {
    // The push server does not answer, or has refused the order.
    response.writeHead(503).end();
  }
});
