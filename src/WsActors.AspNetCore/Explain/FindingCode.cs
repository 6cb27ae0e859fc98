namespace WsActors.AspNetCore.Explain;

/// <summary>The stable codes of findings, and of the verdict, which is the finding that matters most.</summary>
internal static class FindingCode
{
    /// <summary>The user has no connection now.</summary>
    public const string NotConnected = "not_connected";

    /// <summary>The user has no connection, and the server remembers none.</summary>
    public const string NeverConnected = "never_connected";

    /// <summary>Connections of the user were cut again and again after the same time, as a proxy with a timeout does.</summary>
    public const string ProxyTimeout = "proxy_timeout";

    public const string NotSubscribed = "not_subscribed";

    /// <summary>The topic's rule does not let the client subscribe.</summary>
    public const string NotAllowed = "not_allowed";

    /// <summary>The subscription waits for the topic or for the application.</summary>
    public const string SubscriptionPending = "subscription_pending";

    /// <summary>There is no topic of that name.</summary>
    public const string TopicUnknown = "topic_unknown";

    /// <summary>The topic exists, and nothing was published to it.</summary>
    public const string NothingPublished = "nothing_published";

    /// <summary>The offset is not assigned yet, or no longer in the history.</summary>
    public const string OffsetUnknown = "offset_unknown";

    /// <summary>The delivery policy dropped messages, because the client read too slowly.</summary>
    public const string Dropped = "dropped";

    /// <summary>A fault that was injected on purpose dropped messages or closed the connection.</summary>
    public const string InjectedFault = "injected_fault";

    /// <summary>A connection was closed because the client read too slowly.</summary>
    public const string SlowReaderClosed = "slow_reader_closed";

    /// <summary>Messages wait in the outbox for the client to read.</summary>
    public const string Waiting = "waiting";

    /// <summary>Missed messages are being fetched.</summary>
    public const string CatchingUp = "catching_up";

    /// <summary>The message is not for this connection: the publisher excluded it.</summary>
    public const string Excepted = "excepted";

    /// <summary>Everything was written to the socket.</summary>
    public const string Written = "written";

    /// <summary>Some nodes of the cluster did not answer.</summary>
    public const string NodesMissing = "nodes_missing";
}
