using System.Collections.Frozen;

namespace WsActors.Client;

/// <summary>A request that failed, or the end of a subscription or of the client.</summary>
/// <param name="code">An error code of the server, the name of a refusal, or a code of this client such as <c>queue_full</c>.</param>
/// <param name="message">An explanation for people.</param>
/// <param name="inner">The exception behind it, if there is one.</param>
public sealed class WsActorsException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    // Rule 34 of docs/client-rules.md.
    private static readonly FrozenSet<string> WorthRetrying = FrozenSet.Create(
        "rate_limited",
        "try_again_later",
        "too_many_topics",
        "storage_full",
        "storage_unavailable",
        "internal_error",
        "queue_full",
        "no_websocket",
        "connection_lost");

    /// <summary>An error code of the server, the name of a refusal, or a code of this client such as <c>queue_full</c>.</summary>
    public string Code { get; } = code;

    /// <summary>True if the same request may succeed later.</summary>
    public bool IsRetryable { get; } = WorthRetrying.Contains(code);
}
