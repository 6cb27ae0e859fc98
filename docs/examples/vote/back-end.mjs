// The back end of the vote: it counts, and tells the position of the topic at which the count is right.
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const votes = { tabs: 0, spaces: 0 };
let position = { epoch: "none", offset: 0 };
let last = Promise.resolve();

// One after the other, so that each count belongs to the position of its message.
function vote(choice) {
  const next = last.then(async () => {
    const answer = await fetch(`${process.env.ADMIN}/api/topics/votes/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ choice }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const { epoch, offset } = await answer.json();
    votes[choice]++;
    position = { epoch, offset };
  });
  last = next.catch(() => {});
  return next;
}

// A token with which a page may connect for 40 seconds; the push server asks the client for the next one in time.
const settings = JSON.parse(readFileSync(new URL("settings.json", import.meta.url)));
const { Secret: secret } = settings.WsActors.Tokens.Keys[0];
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(user) {
  const claims = { sub: user, exp: Math.floor(Date.now() / 1000) + 40 };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

export const backEnd = createServer((request, response) => {
  const [, path, choice] = request.url.split("/");
  if (path === "token") {
    const user = /voter=([\w-]+)/.exec(request.headers.cookie)?.[1] ?? randomUUID();
    response.setHeader("Set-Cookie", `voter=${user}; HttpOnly; SameSite=Lax`);
    response.end(token(user));
  } else if (path === "votes" && request.method === "GET") {
    response.end(JSON.stringify({ state: votes, position }));
  } else if (path === "votes" && request.method === "POST" && Object.hasOwn(votes, choice)) {
    vote(choice).then(() => response.end(), () => response.writeHead(503).end());
  } else {
    response.writeHead(404).end();
  }
});
