namespace WsActors.Protocol.Tests.Replication;

/// <summary>A fault of the protocol that the simulation has to find.</summary>
public enum PlantedFault
{
    None,

    /// <summary>Replicas take messages of older claims.</summary>
    NoFence,

    /// <summary>Publications are answered before the replicas have them.</summary>
    EarlyAnswer,

    /// <summary>A home goes on with a log of any node, whether or not it belongs to the last configuration.</summary>
    ForeignLog,

    /// <summary>A home that lost contact to the majority goes on answering.</summary>
    NoLease,

    /// <summary>A home does not read the register again after it has written to it.</summary>
    NoSecondRead,
}
