// The back end of the chat: it gives out tokens, and everything else is between the pages and the push server. A real one asks for a password.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const settings = JSON.parse(readFileSync(new URL("settings.json", import.meta.url)));
const { Secret: secret } = settings.WsActors.Tokens.Keys[0];
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(user) {
  const claims = { sub: user, exp: Math.floor(Date.now() / 1000) + 3600 };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

export const backEnd = createServer((request, response) => {
  const [path, query] = request.url.split("?");
  const user = new URLSearchParams(query).get("user")?.trim();
  if (path === "/token" && user && user.length <= 40) response.end(token(user));
  else response.writeHead(404).end();
});
