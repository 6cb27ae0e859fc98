namespace WsActors.Benchmarks.Million;

/// <summary>
/// What was measured with so many connections; one JSON line. The first four are what <c>WsActors.LoadTest growth</c> plots.
/// </summary>
internal sealed record MillionFigures
{
    /// <summary>Which curve the point belongs to.</summary>
    public string Series { get; } = "in memory";

    public required int Connections { get; init; }

    /// <summary>Resident bytes that the connections added, as they stand when the last has connected; their clients in memory are among them.</summary>
    public required long Bytes { get; init; }

    /// <summary>Processor time of a delivery to all, for each connection.</summary>
    public required double CpuMicroseconds { get; init; }

    public double RssBytesEach => (double)Bytes / Connections;

    /// <summary>Processor time to admit, shake hands and subscribe, for each connection that was added.</summary>
    public required double ConnectCpuMicroseconds { get; init; }

    /// <summary>Live bytes of the heap for each connection, after a full collection.</summary>
    public required double HeapBytesEach { get; init; }

    public required double GrowthLongestPauseMilliseconds { get; init; }
    public required double GrowthTotalPauseMilliseconds { get; init; }
    public required int GrowthCollections { get; init; }
    public required int GrowthFullCollections { get; init; }

    /// <summary>From publishing to the last of all clients, with nothing else going on; median of five.</summary>
    public required double ReachAllMilliseconds { get; init; }

    /// <summary>Cores that were at work meanwhile.</summary>
    public required double CoresUsed { get; init; }

    /// <summary>The same while publications go to the topic of some, one after the other.</summary>
    public required double BusyReachAllMilliseconds { get; init; }

    /// <summary>From publishing to the last of the topic of some; median.</summary>
    public required double ReachSomeMilliseconds { get; init; }

    public required double FanOutLongestPauseMilliseconds { get; init; }
    public required int FanOutCollections { get; init; }

    /// <summary>Bytes allocated for each delivery to all.</summary>
    public required double AllocatedBytesEachDelivery { get; init; }

    /// <summary>One look at the deadlines of as many connections.</summary>
    public required double SweepMilliseconds { get; init; }

    public required long PongsSoFar { get; init; }

    /// <summary>Connections that ended: none should.</summary>
    public required long EndedSoFar { get; init; }
}
