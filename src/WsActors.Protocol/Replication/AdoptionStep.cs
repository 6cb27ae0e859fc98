namespace WsActors.Protocol.Replication;

/// <summary>The effect of a fetched piece.</summary>
internal enum AdoptionStep
{
    /// <summary>None: it was received before.</summary>
    Ignored,

    /// <summary>The next piece can be fetched.</summary>
    Advanced,

    /// <summary>The log is complete.</summary>
    Complete,
}
