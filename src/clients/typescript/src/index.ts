import { PushClient } from "./client.js";
import type { Client, ClientOptions, Page } from "./types.js";

export { WsActorsError } from "./errors.js";
export type * from "./types.js";

/**
 * Connects to a push listener, and stays connected until `close()`.
 * @param url The address of the client protocol, such as `wss://push.example.com/connect`; relative to the page in browsers.
 */
export function createClient(url: string | URL, options: ClientOptions = {}): Client {
  const scope = globalThis as { document?: object; location?: { href: string }; WebSocket?: ClientOptions["WebSocket"] };
  const WebSocket = options.WebSocket ?? scope.WebSocket;
  if (!WebSocket) {
    throw new TypeError("There is no global WebSocket: pass the option WebSocket, or use Node.js 22.");
  }
  const address = new URL(url, scope.location?.href);
  address.protocol = address.protocol.replace("http", "ws");
  const page = scope.document && (scope as unknown as Page);
  return new PushClient(address, { page, ...options }, WebSocket);
}
