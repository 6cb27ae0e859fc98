namespace WsActors.LoadTest.Clients;

/// <summary>What happened last to a client.</summary>
internal enum ClientState : byte
{
    /// <summary>No socket.</summary>
    Down,

    /// <summary>Waits in the queue, or for its next attempt.</summary>
    Queued,

    Connecting,

    /// <summary>TCP stands, TLS is not agreed yet.</summary>
    Securing,

    Handshaking,

    /// <summary>The handshake is done; subscriptions are unanswered.</summary>
    Subscribing,

    Ready,
}
