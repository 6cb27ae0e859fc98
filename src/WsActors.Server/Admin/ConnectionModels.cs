using System.Security.Authentication;
using System.Text.Json.Serialization;
using WsActors.Actors.Model;

namespace WsActors.Server.Admin;

/// <summary>A page of connections.</summary>
/// <param name="Connections">The connections, ordered by id.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last page.</param>
public sealed record ConnectionsAnswer(IReadOnlyList<ConnectionAnswer> Connections, string? Next)
{
    /// <summary>In a cluster, the nodes that did not answer, so that their connections are missing; not present without a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>One connection.</summary>
public sealed record ConnectionAnswer
{
    public required string Id { get; init; }

    /// <summary>The user's id; null if the client is anonymous.</summary>
    public required string? User { get; init; }

    /// <summary>The client's address, also behind trusted proxies; without a port if they do not forward it.</summary>
    public required string? RemoteAddress { get; init; }

    /// <summary>The scheme between the client and the outermost trusted proxy, http or https; null if unknown.</summary>
    public required string? ForwardedScheme { get; init; }

    /// <summary>One of handshaking, open and closing.</summary>
    public required string State { get; init; }

    /// <summary>Tls12 or Tls13; null without TLS.</summary>
    public required string? Tls { get; init; }

    /// <summary>json, plain or echo; null while handshaking.</summary>
    public required string? Protocol { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>Frames in the outbox, waiting for the client to read.</summary>
    public required int QueuedFrames { get; init; }

    /// <summary>Bytes in the outbox, including those being sent.</summary>
    public required int QueuedBytes { get; init; }

    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }

    /// <summary>Round-trip time of the last answered ping; null before the first.</summary>
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
