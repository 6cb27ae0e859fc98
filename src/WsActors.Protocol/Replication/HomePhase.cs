namespace WsActors.Protocol.Replication;

/// <summary>The phase of a bucket's home.</summary>
public enum HomePhase
{
    /// <summary>Reads the register.</summary>
    Reading,

    /// <summary>Asks the replicas of the last home for their logs.</summary>
    Preparing,

    /// <summary>All replicas of the last home are gone: waits until no home can be answering any more.</summary>
    EndingLeases,

    /// <summary>Has its replicas adopt the log.</summary>
    Adopting,

    /// <summary>Writes its configuration to the register.</summary>
    Writing,

    /// <summary>Reads the register again, in case of another claim at the same time.</summary>
    Confirming,

    /// <summary>Accepts entries.</summary>
    Serving,

    /// <summary>Has stopped.</summary>
    Stopped,
}
