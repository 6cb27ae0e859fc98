using System.Security.Authentication;
using WsActors.Actors.Model;

namespace WsActors.Server.Admin;

/// <summary>A page of connections.</summary>
/// <param name="Connections">In the order of their ids.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null on the last.</param>
public sealed record ConnectionsAnswer(IReadOnlyList<ConnectionAnswer> Connections, string? Next);

/// <summary>One connection of this node.</summary>
public sealed record ConnectionAnswer
{
    public required string Id { get; init; }

    /// <summary>Who the client is; null while it is anonymous.</summary>
    public required string? User { get; init; }

    /// <summary>The client's, behind whatever trusted proxies; without a port where they did not name it.</summary>
    public required string? RemoteAddress { get; init; }

    /// <summary>What the client speaks to the outermost trusted proxy, http or https; null where none said it.</summary>
    public required string? ForwardedScheme { get; init; }

    /// <summary>handshaking, open or closing.</summary>
    public required string State { get; init; }

    /// <summary>Tls12 or Tls13; null where the connection is plain.</summary>
    public required string? Tls { get; init; }

    /// <summary>json, plain or echo; null while handshaking.</summary>
    public required string? Protocol { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>Frames that wait for the client to read on.</summary>
    public required int QueuedFrames { get; init; }

    /// <summary>Their bytes, with those that are being sent.</summary>
    public required int QueuedBytes { get; init; }

    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }

    /// <summary>Of our last ping that was answered; null before the first.</summary>
    public required double? RoundTripMs { get; init; }

    internal static ConnectionAnswer Of(ConnectionSnapshot connection) => new()
    {
        Id = connection.Id.ToString(),
        User = connection.User,
        RemoteAddress = connection.RemoteEndPoint?.ToString(),
        ForwardedScheme = connection.Scheme,
        State = connection.Phase.ToString().ToLowerInvariant(),
        Tls = connection.Security == SslProtocols.None ? null : connection.Security.ToString(),
        Protocol = connection.Protocol,
        ConnectedAt = connection.ConnectedAt,
        Subscriptions = connection.Subscriptions,
        QueuedFrames = connection.QueuedFrames,
        QueuedBytes = connection.QueuedBytes,
        MessagesReceived = connection.MessagesReceived,
        MessagesSent = connection.MessagesSent,
        BytesReceived = connection.BytesReceived,
        BytesSent = connection.BytesSent,
        RoundTripMs = connection.RoundTripTime?.TotalMilliseconds,
    };
}
