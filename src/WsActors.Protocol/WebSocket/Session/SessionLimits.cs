using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The bounds of a session, and the date of its responses; one instance is shared by all sessions.</summary>
public sealed record SessionLimits
{
    public HandshakeLimits Handshake { get; init; } = new();

    /// <summary>The Date of HTTP responses; null: they have none, as RFC 9110 §6.6.1 demands of a host without a clock.</summary>
    public DateHeader? Date { get; init; }

    /// <summary>
    /// Fragments of one message, so that empty fragments cannot go on for ever. Above the 65,536 that a peer may
    /// reasonably cut a message into.
    /// </summary>
    public int MaxFragments { get; init; } = 128 * 1024;
}
