namespace WsActors.LoadTest.Clusters.Million;

/// <summary>How many clients, and what is published to them.</summary>
internal sealed record MillionPlan
{
    public int Connections { get; init; } = 1_000_000;

    /// <summary>Of each node: a process that may open 20,000 files serves 19,000 clients.</summary>
    public int PerNode { get; init; } = 19_000;

    public int Groups { get; init; } = 1000;

    public int Payload { get; init; } = 128;

    /// <summary>Publications to all clients, one after the other.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Available memory at which no more nodes are started and no more clients connected.</summary>
    public long ReserveBytes { get; init; } = 1536L * 1024 * 1024;

    /// <summary>The longest time for the start of all nodes, and for the connections.</summary>
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait for the last delivery of a publication.</summary>
    public TimeSpan LongestDelivery { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Nodes for all clients.</summary>
    public int Nodes => (Connections + PerNode - 1) / PerNode;

    /// <summary>Clients of a node.</summary>
    public int ConnectionsOf(int node) => Math.Clamp(Connections - (node * PerNode), 0, PerNode);
}
