import type { PushClient } from "./client.js";
import { Emitter } from "./emitter.js";
import { WsActorsError } from "./errors.js";
import type { Handle } from "./handle.js";
import type { Member, Presence, PresenceEvents } from "./types.js";

/** As many as one answer can hold. Topics with more members are not told who joins and leaves anyway. */
const limit = 1000;

/** The members of a topic, kept up to date over a handle of its own. */
export class PresenceList extends Emitter<PresenceEvents> implements Presence {
  total = 0;
  complete = false;

  _members = new Map<string, Member>();
  /** Who joined (a member) or left (undefined) since the list was requested. */
  _changes: Map<string, Member | undefined> | undefined;
  _request = 0;

  constructor(
    readonly _client: PushClient,
    readonly _handle: Handle<unknown>,
  ) {
    super();
    // Without a listener, the messages would wait for a reader.
    _handle.on("message", () => {});
    _handle._topic._lists.add(this);
    if (_handle.state === "live") {
      this._load();
    }
  }

  get members(): readonly Member[] {
    return [...this._members.values()];
  }

  close(): void {
    this._handle._topic._lists.delete(this);
    this._handle.close();
  }

  _load(): void {
    if (!this._client._welcome) {
      return;
    }
    this._changes = new Map();
    const request: number = (this._request = this._client._requests._ask({ type: "presence", topic: this._handle.topic, limit }, (answer) => {
      if (request !== this._request || !answer) {
        return;
      }
      const changes = this._changes!;
      this._changes = undefined;
      if (answer.type === "error") {
        this._emit("error", new WsActorsError(answer.code, answer.message));
      } else {
        this._replace(answer, !answer.cursor);
        changes.forEach((member, key) => this._set(key, member));
        this._tell();
      }
    }));
  }

  _on(event: { type: string; member: Member; members?: Member[]; total: number }): void {
    if (event.type === "presence") {
      this._replace(event, !!event.members);
    } else {
      const key = keyOf(event.member);
      const member = event.type === "joined" ? event.member : undefined;
      this._changes?.set(key, member);
      this._set(key, member);
    }
    this._tell();
  }

  _replace({ total, members = [] }: { total: number; members?: Member[] }, complete: boolean): void {
    this._members = new Map(members.map((member) => [keyOf(member), member]));
    this.complete = complete;
    this.total = total;
  }

  _set(key: string, member: Member | undefined): void {
    if (member) {
      this._members.set(key, member);
    } else {
      this._members.delete(key);
    }
    if (this.complete) {
      this.total = this._members.size;
    }
  }

  _tell(): void {
    this._emit("change", this.members);
  }
}

function keyOf({ user, connection }: Member): string {
  return user === undefined ? `c${connection}` : `u${user}`;
}
