namespace WsActors.LoadTest.Clusters;

/// <summary>The cluster to start.</summary>
internal sealed record ClusterPlan
{
    /// <summary>The key of the admin APIs, which a node needs where it is reached from another namespace. It protects nothing.</summary>
    public const string ApiKey = "load-generator-key-0123456789";

    /// <summary>The server: an executable, or a <c>.dll</c> for <c>dotnet</c>.</summary>
    public required string Server { get; init; }

    public int Nodes { get; init; } = 3;

    public int Replicas { get; init; } = 2;

    /// <summary>The number of buckets, as <see cref="Settings"/> leaves it.</summary>
    public int Buckets { get; init; } = 256;

    /// <summary>Nodes that the others join through; a cluster begins when a majority of them runs.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>The first port; a node needs three.</summary>
    public int FirstPort { get; init; } = 18080;

    /// <summary>Settings of all nodes, as <c>Push:OutboxBytes=131072</c>, without <c>WsActors:</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The folder of the nodes' logs.</summary>
    public required string Logs { get; init; }

    /// <summary>How long after its end a node that ended by itself is started again, as a service manager would.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);
}
