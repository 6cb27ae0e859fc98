namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The state of a session, named for what has happened (RFC 6455 §4, §7).</summary>
public enum SessionState : byte
{
    /// <summary>The opening handshake is being read.</summary>
    AwaitingRequest,

    /// <summary>A legal request was read; the host owes an Accept or a Reject.</summary>
    AwaitingDecision,

    /// <summary>101 was sent: messages may pass both ways.</summary>
    Open,

    /// <summary>We sent a close frame first and await the peer's.</summary>
    ClosedByUs,

    /// <summary>Close frames have passed both ways, or the request needed no WebSocket: the session has nothing left to do.</summary>
    Closed,

    /// <summary>The handshake was refused or a rule was broken; further bytes from the peer are discarded.</summary>
    Failed,
}

/// <summary>The questions that callers ask of a state, so that no one compares it outside.</summary>
public static class SessionStateExtensions
{
    /// <summary>True if the host may still send data messages.</summary>
    public static bool CanSend(this SessionState state) => state is SessionState.Open;

    /// <summary>True if bytes from the peer are still processed.</summary>
    public static bool CanReceive(this SessionState state) =>
        state is SessionState.AwaitingRequest or SessionState.Open or SessionState.ClosedByUs;

    /// <summary>True if neither side sends anything more.</summary>
    public static bool IsOver(this SessionState state) => state is SessionState.Closed or SessionState.Failed;
}
