// By their beginnings, which no other code has: rate_limited, try_again_later, too_many_topics, storage_full, storage_unavailable,
// internal_error, queue_full, no_websocket, connection_lost.
const worthRetrying = /^(rate_|try_|too_many_t|storage_|internal_|queue_|no_w|connection_)/;

/** A request that failed, or the end of a subscription or of the client. */
export class WsActorsError extends Error {
  override readonly name = "WsActorsError";

  /** True if the same request may succeed later (rule 34 of docs/client-rules.md). */
  readonly retryable: boolean;

  constructor(
    /** An error code of the server, the name of a refusal, or a code of this client such as `queue_full`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.retryable = worthRetrying.test(code);
  }
}
