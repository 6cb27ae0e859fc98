namespace WsActors.Protocol.Faults;

/// <summary>The kinds of injected faults.</summary>
public enum FaultKind
{
    /// <summary>Everything that the server sends on a connection leaves later.</summary>
    Delay,

    /// <summary>Messages are not delivered; the client is told their range.</summary>
    Drop,

    /// <summary>Messages are delivered twice.</summary>
    Duplicate,

    /// <summary>Connections are closed with a code.</summary>
    Close,

    /// <summary>Everything that the server sends on a connection leaves at a limited rate.</summary>
    Throttle,
}
