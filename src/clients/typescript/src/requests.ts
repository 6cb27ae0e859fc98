import type { PushClient } from "./client.js";
import { WsActorsError } from "./errors.js";

type Call = { text: string; lost: string; resolve(answer: any): void; reject(error: unknown): void };

/** The requests on a connection, and those of the application that wait for one. */
export class Requests {
  _unanswered = new Map<number, (answer?: any) => void>();
  _queue: Call[] = [];
  _lastId = 0;

  constructor(readonly _client: PushClient) {}

  /** Sends a request on the open connection. The callback gets the answer, or nothing if the connection ends before it. */
  _ask(frame: object, done: (answer?: any) => void): number {
    const id = ++this._lastId;
    this._unanswered.set(id, done);
    this._client._socket!.send(JSON.stringify({ id, ...frame }));
    return id;
  }

  /** Passes an answer on; false if the event is none. */
  _answer(event: any): boolean {
    const done = this._unanswered.get(event.id);
    this._unanswered.delete(event.id);
    done?.(event);
    return !!done;
  }

  /** Ends the requests that were sent, because the connection has ended. */
  _lose(): void {
    const unanswered = [...this._unanswered.values()];
    this._unanswered.clear();
    unanswered.forEach((done) => done());
  }

  /** Sends a request of the application, or keeps it until there is a connection. */
  _call(frame: object, lost: string): Promise<any> {
    const client = this._client;
    return new Promise((resolve, reject) => {
      client._mustBeOpen();
      // Now, so that what the application changes later is not sent.
      const call = { text: JSON.stringify(frame).slice(0, -1), lost, resolve, reject };
      const { maxQueued = 100 } = client._options;
      if (client._welcome) {
        this._send(call);
      } else if (client._streams()) {
        reject(noWebSocket());
      } else if (this._queue.length >= maxQueued) {
        reject(new WsActorsError("queue_full", `${maxQueued} requests wait for a connection: try again later, or raise maxQueued.`));
      } else {
        this._queue.push(call);
        client._wake();
      }
    });
  }

  /** Sends what waits. */
  _sendQueue(): void {
    this._queue.splice(0).forEach((call) => this._send(call));
  }

  /** Fails what waits. */
  _failQueue(error: WsActorsError): void {
    this._queue.splice(0).forEach(({ reject }) => reject(error));
  }

  _send({ text, lost, resolve, reject }: Call): void {
    const client = this._client;
    const id = ++this._lastId;
    const message = `${text},"id":${id}}`;
    const { maxMessageBytes } = client._welcome!.limits;
    // At most three bytes per UTF-16 unit, so most messages need not be encoded to know that they fit.
    if (message.length * 3 > maxMessageBytes && new TextEncoder().encode(message).length > maxMessageBytes) {
      reject(new WsActorsError("message_too_big", `The server's limit is ${maxMessageBytes} bytes: send less at once.`));
      return;
    }
    this._unanswered.set(id, (answer) => {
      if (!answer) {
        reject(client._ended ?? new WsActorsError(lost, "The connection ended before the answer, and a publication may have arrived."));
      } else if (answer.type === "error") {
        reject(new WsActorsError(answer.code, answer.message));
      } else {
        resolve(answer);
      }
    });
    client._socket!.send(message);
  }
}

export function noWebSocket(): WsActorsError {
  return new WsActorsError("no_websocket", "WebSockets do not get through: try again later, or publish over HTTP.");
}
