namespace WsActors.Client;

/// <summary>The phases of a client's connection.</summary>
public enum ConnectionPhase
{
    /// <summary>An attempt is under way.</summary>
    Connecting,

    /// <summary>Messages can arrive.</summary>
    Connected,

    /// <summary>The next attempt has a time.</summary>
    Waiting,

    /// <summary>There is nothing to connect for, or the application has suspended the client.</summary>
    Idle,

    /// <summary>The client has ended.</summary>
    Closed,
}
