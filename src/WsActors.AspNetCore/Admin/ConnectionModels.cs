using System.Security.Authentication;
using System.Text.Json.Serialization;
using WsActors.Actors.Model;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>A page of connections.</summary>
/// <param name="Connections">The connections, ordered by id.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last page.</param>
internal sealed record ConnectionsAnswer(IReadOnlyList<ConnectionAnswer> Connections, string? Next)
{
    /// <summary>In a cluster, the nodes that did not answer, so that their connections are missing; not present without a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>One connection.</summary>
internal sealed record ConnectionAnswer
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

    /// <summary>More about the connection if it was asked for by its id; not present in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConnectionDetailAnswer? Detail { get; init; }

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

/// <summary>The parts of a connection that are shown only when it is asked for by its id.</summary>
internal sealed record ConnectionDetailAnswer
{
    /// <summary>The address of the connection's node in the cluster; null without a cluster.</summary>
    public required string? Node { get; init; }

    /// <summary>One of websocket, event_stream, poll and other; null while handshaking.</summary>
    public required string? Carrier { get; init; }

    /// <summary>The compression of what is sent: none, shared (compressed once for many connections) or own (with context takeover).</summary>
    public required string Compression { get; init; }

    /// <summary>True for a back end, which has shown an API key.</summary>
    public required bool BackEnd { get; init; }

    public required IReadOnlyList<SubscriptionAnswer> Subscriptions { get; init; }
    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>The time at which something last passed: a byte from the client, or a message to it.</summary>
    public required DateTimeOffset LastPassedAt { get; init; }

    /// <summary>The time at which the client last took something of a send that waits for it; null if it takes everything at once.</summary>
    public required DateTimeOffset? SendWaitsSince { get; init; }

    /// <summary>The time of the next ping if nothing is received before; null while a ping is unanswered.</summary>
    public required DateTimeOffset? NextPingAt { get; init; }

    /// <summary>The time at which the connection is closed if the client does not answer the ping; null if none is unanswered.</summary>
    public required DateTimeOffset? PongDueAt { get; init; }

    /// <summary>The time at which the client's token expires; null if it does not.</summary>
    public required DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>Messages that the client did not get because it read too slowly, newest first.</summary>
    public required IReadOnlyList<DropAnswer> Drops { get; init; }

    internal static ConnectionDetailAnswer Of(ConnectionDetail detail, IReadOnlyDictionary<string, TopicPosition> positions, IReadOnlyList<DropEvidence> drops) => new()
    {
        Node = detail.Node,
        Carrier = detail.Carrier,
        Compression = detail.Compression,
        BackEnd = detail.IsBackEnd,
        Subscriptions = [.. detail.Positions.Select(position => SubscriptionAnswer.Of(position, positions.GetValueOrDefault(position.Topic)))],
        LastReceivedAt = detail.LastReceivedAt,
        LastPassedAt = detail.LastPassedAt,
        SendWaitsSince = detail.SendWaitsSince,
        NextPingAt = detail.NextPingAt,
        PongDueAt = detail.PongDueAt,
        TokenExpiresAt = detail.TokenExpiresAt,
        Drops = [.. drops.Select(DropAnswer.Of)],
    };
}

/// <summary>One subscription of a connection.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="State">requested: the topic or the application has not answered yet; catching_up: missed messages are being fetched; live.</param>
/// <param name="Reached">The last offset that was fetched while catching up. A live subscription has everything up to head, apart from what is in the outbox.</param>
/// <param name="Epoch">The epoch of the topic's log; null for all but the first twenty subscriptions, and for topics that do not answer.</param>
/// <param name="Head">The offset of the topic's last message, known for the same ones as the epoch.</param>
internal sealed record SubscriptionAnswer(string Topic, string State, long? Reached, string? Epoch, long? Head)
{
    internal static SubscriptionAnswer Of(SubscriptionPosition position, TopicPosition? head) =>
        new(position.Topic, StateOf(position.State), position.Reached, head?.Epoch, head?.Offset);

    private static string StateOf(SubscriptionState state) => state switch
    {
        SubscriptionState.Requested => "requested",
        SubscriptionState.CatchingUp => "catching_up",
        _ => "live",
    };
}

/// <summary>Messages of a topic that a client did not get because it read too slowly, or because of an injected fault.</summary>
/// <param name="Connection">The connection's id.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Policy">The topic's delivery policy, Latest or DropOldest; injected for a fault that was injected on purpose.</param>
/// <param name="From">The lowest offset that was dropped.</param>
/// <param name="To">The highest one; messages between them may have been delivered.</param>
/// <param name="Count">The number of dropped messages.</param>
/// <param name="At">The time of the last one.</param>
internal sealed record DropAnswer(string Connection, string Topic, string Policy, long From, long To, int Count, DateTimeOffset At)
{
    internal static DropAnswer Of(DropEvidence drop) =>
        new(drop.Connection.ToString(), drop.Topic, drop.Policy, drop.From, drop.To, drop.Count, drop.At);
}
