namespace WsActors.Actors.Model;

/// <summary>The outcome of a connection. The first cause is recorded.</summary>
public enum ConnectionOutcome : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The handshake was answered with an HTTP error, or its TLS part failed.</summary>
    Refused,

    /// <summary>Closed by a close frame of either side.</summary>
    Closed,

    /// <summary>The peer broke a rule of RFC 6455.</summary>
    Violated,

    /// <summary>The transport ended without a close frame, or the peer stopped answering.</summary>
    Lost,

    /// <summary>Cut by us without a close frame: the end of a drain, or a fault of our own.</summary>
    Cut,
}

/// <summary>The outcomes' metric labels.</summary>
internal static class ConnectionOutcomeLabels
{
    public static string Label(this ConnectionOutcome outcome) => outcome switch
    {
        ConnectionOutcome.Refused => "refused",
        ConnectionOutcome.Closed => "closed",
        ConnectionOutcome.Violated => "violated",
        ConnectionOutcome.Lost => "lost",
        _ => "cut",
    };
}
