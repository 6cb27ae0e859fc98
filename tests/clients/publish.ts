// Publishes through a client that generated-client.mjs has generated into api.d.ts beside a copy of this file.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] };

const client = createClient<paths>({ baseUrl: process.argv[2] });

const single = await client.POST("/api/topics/{topic}/messages", {
  params: { path: { topic: "generated" }, header: { "Idempotency-Key": "first", "Delivery-Key": "score" } },
  body: { goal: "2:1" },
});
const batch = await client.POST("/api/publish", {
  body: { messages: [{ topics: ["generated"], data: [1, 2] }] },
});

// The compiler checks here that numbers are numbers.
const offset: number | undefined = single.data?.offset;
console.log(JSON.stringify({ offset, results: batch.data?.results.length, error: single.error ?? batch.error }));
