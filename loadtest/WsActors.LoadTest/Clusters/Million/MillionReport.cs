namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The results of a run with so many clients.</summary>
internal sealed record MillionReport
{
    public int Nodes { get; init; }

    public long Connections { get; init; }

    /// <summary>Why there are not more; null: there are as many as asked for.</summary>
    public string? Limit { get; init; }

    public double SecondsToStart { get; init; }

    /// <summary>The first node's clients included, which connect before the other nodes are started.</summary>
    public double SecondsToConnect { get; init; }

    /// <summary>Resident memory of all nodes without clients and with them, in bytes.</summary>
    public long NodesBefore { get; init; }

    public long NodesConnected { get; init; }

    /// <summary>Resident memory of the clients' processes.</summary>
    public long Crowds { get; init; }

    /// <summary>The memory by which the machine had less available than at the beginning, for processes and the kernel's sockets.</summary>
    public long Machine { get; init; }

    /// <summary>Bytes between all nodes per second without publications.</summary>
    public double IdleBytesPerSecond { get; init; }

    public IReadOnlyList<CrowdRound> Rounds { get; init; } = [];

    public IReadOnlyList<string> Faults { get; init; } = [];
}
