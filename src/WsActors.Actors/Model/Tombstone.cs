using System.Net;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Model;

/// <summary>The remains of a connection that was closed or refused: everything in it is bounded.</summary>
public sealed record Tombstone
{
    /// <summary>The most topics that are kept of a connection's subscriptions.</summary>
    public const int MaxSubscriptions = 20;

    /// <summary>The most characters of a reason.</summary>
    public const int MaxReasonLength = 256;

    /// <summary>Begins the reason of a close by an injected fault; the id of the fault follows.</summary>
    public const string InjectedReason = "injected fault ";

    public required ConnectionId Id { get; init; }

    /// <summary>The client's user; null if it was anonymous, or if it was refused before it was known.</summary>
    public string? User { get; init; }

    /// <summary>The client's address, found behind the trusted proxies.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The client protocol's name; null if the connection never opened.</summary>
    public string? Protocol { get; init; }

    public required ConnectionOutcome Outcome { get; init; }

    public EndedBy EndedBy { get; init; }

    /// <summary>The code of the close frame of either side; null if there was none.</summary>
    public CloseCode? Code { get; init; }

    /// <summary>The name of the refusal or failure of a handshake, which is the label of the metric; null if the connection was open.</summary>
    public string? Refusal { get; init; }

    public string Reason { get; init; } = string.Empty;

    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>The time at which the end began; a close handshake may have followed.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The time from the last received byte or sent message to the end.</summary>
    public TimeSpan Idle { get; init; }

    public long MessagesReceived { get; init; }
    public long MessagesSent { get; init; }
    public long BytesReceived { get; init; }
    public long BytesSent { get; init; }

    /// <summary>The first topics, <see cref="MaxSubscriptions"/> at most.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>The number of all subscriptions.</summary>
    public int SubscriptionCount { get; init; }

    /// <summary>Frames and bytes that waited to be sent.</summary>
    public int QueuedFrames { get; init; }
    public int QueuedBytes { get; init; }

    /// <summary>True if there was no close frame of either side, as when a proxy or a network ends the connection.</summary>
    public bool WasLost => Outcome == ConnectionOutcome.Lost;

    /// <summary>True if a fault that was injected on purpose closed the connection.</summary>
    public bool IsInjected => EndedBy == EndedBy.Server && Reason.StartsWith(InjectedReason, StringComparison.Ordinal);

    /// <summary>Returns at most <see cref="MaxReasonLength"/> characters of a reason.</summary>
    public static string Bounded(string reason) => reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
}
