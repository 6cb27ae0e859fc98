namespace WsActors.LoadTest.Clusters.Faults;

/// <summary>A fault of a cluster.</summary>
internal enum FaultKind
{
    /// <summary>A node ends by SIGKILL, as if its machine had failed, and is away for a while.</summary>
    Kill,

    /// <summary>A node ends by SIGTERM, and is away for a while.</summary>
    Terminate,

    /// <summary>No packet passes between one node and the others for a while. Clients reach all of them.</summary>
    Partition,

    /// <summary>A node does nothing for a while (SIGSTOP), as on a machine without memory.</summary>
    Stop,

    /// <summary>All nodes end by SIGTERM and are started again, one after the other.</summary>
    Rolling,

    /// <summary>PostgreSQL ends and is started again.</summary>
    Database,

    /// <summary>All nodes are replaced by nodes of another build of the server, one after the other.</summary>
    Upgrade,

    /// <summary>All nodes are replaced by nodes of the first build, one after the other.</summary>
    Downgrade,
}
