namespace WsActors.Client.Wire;

/// <summary>The kinds of messages that a server sends.</summary>
internal enum ServerMessageKind
{
    /// <summary>Another kind, which a client ignores.</summary>
    Other,

    Message,
    Welcome,
    Subscribed,
    Unsubscribed,
    Gap,
    Published,
    History,
    Joined,
    Left,
    Presence,
    Refresh,
    Error,
    Goodbye,
    Closed,
}
