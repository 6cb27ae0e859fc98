namespace WsActors.Protocol.Http;

/// <summary>An HTTP error that answers an opening handshake instead of 101.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Name">A stable, bounded name: the log's and the metric's label.</param>
/// <param name="Message">One line for the person at the other end, naming the fault, the limit and what to do.</param>
public sealed record HandshakeRefusal(int Status, string Name, string Message)
{
    /// <summary>Sent as <c>Retry-After</c>, in whole seconds, if a retry can help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True if pages of other origins may not read it: their origin is what was refused.</summary>
    public bool IsHiddenFromPages { get; init; }

    /// <summary>Sent as <c>WWW-Authenticate</c> if credentials are required.</summary>
    public string? Challenge { get; init; }
}
