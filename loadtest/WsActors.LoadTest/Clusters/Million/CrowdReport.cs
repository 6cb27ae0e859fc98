namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The report of one process of clients: a line of JSON on its output.</summary>
internal sealed record CrowdReport
{
    /// <summary>Clients that are connected and subscribed.</summary>
    public long Ready { get; init; }

    /// <summary>When the last one of them became so.</summary>
    public long LastReadyAt { get; init; }

    /// <summary>Resident memory of the process.</summary>
    public long Memory { get; init; }

    public IReadOnlyList<CrowdDelivery> Publications { get; init; } = [];

    /// <summary>The fewest and the most messages that a client has received.</summary>
    public int FewestReceived { get; init; }

    public int MostReceived { get; init; }

    /// <summary>Connections that were lost, and messages that were wrong.</summary>
    public long Faults { get; init; }

    /// <summary>Attempts that failed, by cause.</summary>
    public IReadOnlyDictionary<string, long> Refusals { get; init; } = new Dictionary<string, long>();
}
