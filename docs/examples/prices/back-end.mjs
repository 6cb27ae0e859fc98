// The back end of the live prices: it has the present prices, and publishes each change under the pair's delivery key, so that a slow reader
// gets the newest price of each pair instead of all of them.
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";

const prices = { "EUR/USD": 1.0842, "GBP/USD": 1.2631, "USD/JPY": 151.27, "USD/CHF": 0.8864, "AUD/USD": 0.6523 };
let position = { epoch: "none", offset: 0 };

async function change(pair) {
  const price = Number((prices[pair] * (1 + (Math.random() - 0.5) / 1000)).toPrecision(5));
  const answer = await fetch(`${process.env.ADMIN}/api/topics/prices/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Delivery-Key": pair },
    body: JSON.stringify({ pair, price }),
  });
  if (answer.ok) {
    const { epoch, offset } = await answer.json();
    // Together, so that a page gets the prices as they were at this position.
    prices[pair] = price;
    position = { epoch, offset };
  }
}

async function changeForever() {
  const pairs = Object.keys(prices);
  for (;;) {
    // While the push server is down, prices stand still.
    await change(pairs[Math.floor(Math.random() * pairs.length)]).catch(() => {});
    await setTimeout(50);
  }
}

export const backEnd = createServer((request, response) => {
  if (request.url === "/prices") response.end(JSON.stringify({ state: prices, position }));
  else response.writeHead(404).end();
});

void changeForever();
