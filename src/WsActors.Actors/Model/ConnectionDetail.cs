namespace WsActors.Actors.Model;

/// <summary>The decision about a client that would subscribe to the topic that was asked about.</summary>
public enum SubscribeAccess : byte
{
    /// <summary>No topic was asked about.</summary>
    NotAsked,
    Allowed,
    Denied,

    /// <summary>The rule leaves it to the application.</summary>
    Webhook,
}

/// <summary>The parts of a connection that are read only when it is asked for by its id. Everything in it is known anyway: nothing is stored for it.</summary>
public sealed record ConnectionDetail
{
    /// <summary>The address of the connection's node in the cluster; null without a cluster.</summary>
    public string? Node { get; init; }

    /// <summary>One of websocket, event_stream, poll and other; null while handshaking.</summary>
    public required string? Carrier { get; init; }

    /// <summary>The compression of what is sent: shared with other connections, own, or none.</summary>
    public required string Compression { get; init; }

    /// <summary>True for a back end, which has shown an API key.</summary>
    public required bool IsBackEnd { get; init; }

    /// <summary>The subscriptions, in the order of <see cref="ConnectionSnapshot.Subscriptions"/>.</summary>
    public required IReadOnlyList<SubscriptionPosition> Positions { get; init; }

    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>The time at which something last passed: a byte from the client, or a message to it.</summary>
    public required DateTimeOffset LastPassedAt { get; init; }

    /// <summary>The time at which the client last took something of a send that waits for it; null if none waits.</summary>
    public required DateTimeOffset? SendWaitsSince { get; init; }

    /// <summary>The time of the next ping if nothing is received before; null while a ping is unanswered, or if the connection is not open.</summary>
    public required DateTimeOffset? NextPingAt { get; init; }

    /// <summary>The time at which an unanswered ping closes the connection; null if no ping is unanswered.</summary>
    public required DateTimeOffset? PongDueAt { get; init; }

    /// <summary>The time at which the client's token expires; null if it does not.</summary>
    public required DateTimeOffset? TokenExpiresAt { get; init; }

    public SubscribeAccess Access { get; init; }

    /// <summary>The sentence that a client which may not subscribe would get; null if it may, or if no topic was asked about.</summary>
    public string? Denial { get; init; }
}
