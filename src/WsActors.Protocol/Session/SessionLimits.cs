using WsActors.Protocol.Handshake;

namespace WsActors.Protocol.Session;

/// <summary>The bounds of a session; one instance is shared by all of them.</summary>
public sealed record SessionLimits
{
    public HandshakeLimits Handshake { get; init; } = new();

    /// <summary>
    /// Fragments of one message, so that empty fragments cannot go on for ever. Above the 65,536 that a peer may
    /// reasonably cut a message into.
    /// </summary>
    public int MaxFragments { get; init; } = 128 * 1024;
}
