using System.Net;
using System.Security.Authentication;

namespace WsActors.Actors.Model;

/// <summary>The phase of a connection actor.</summary>
public enum ConnectionPhase : byte
{
    Handshaking,
    Open,

    /// <summary>A long poll that waits for something to answer with.</summary>
    Polling,
    Closing,
}

/// <summary>One connection as it stood when it was asked.</summary>
public sealed record ConnectionSnapshot
{
    public required ConnectionId Id { get; init; }

    /// <summary>The client's address, found behind the trusted proxies.</summary>
    public required EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The scheme that the client uses towards the outermost trusted proxy; null if no proxy reported it.</summary>
    public string? Scheme { get; init; }

    public required ConnectionPhase Phase { get; init; }

    /// <summary>The version of TLS; None if the connection is plain.</summary>
    public SslProtocols Security { get; init; }

    /// <summary>The client protocol's name; null while handshaking.</summary>
    public required string? Protocol { get; init; }

    /// <summary>The client's user; null while the client is anonymous.</summary>
    public required string? User { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>Frames and bytes that wait to be sent.</summary>
    public required int QueuedFrames { get; init; }
    public required int QueuedBytes { get; init; }

    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }

    /// <summary>From our last answered ping; null before the first.</summary>
    public required TimeSpan? RoundTripTime { get; init; }

    /// <summary>Null in lists.</summary>
    public ConnectionDetail? Detail { get; init; }
}
