namespace WsActors.LoadTest.Clusters.Networks;

/// <summary>The addresses of the nodes, and the links between them.</summary>
internal interface INodeNetwork : IDisposable
{
    /// <summary>Why no node can be separated from the others; null: each can.</summary>
    string? WhyInseparable { get; }

    /// <summary>The address at which clients and the load generator reach a node.</summary>
    string ClientAddress(int node);

    /// <summary>The address at which the other nodes reach a node.</summary>
    string ClusterAddress(int node);

    /// <summary>The port of a node, which differs from those of other nodes if they share an address.</summary>
    int Port(int node, int first);

    /// <summary>The words that precede a command which is to run as a node.</summary>
    IReadOnlyList<string> CommandPrefix(int node);

    /// <summary>Drops all packets between a node and the others from now on. Clients still reach all of them.</summary>
    void Separate(int node);

    /// <summary>Ends <see cref="Separate"/>.</summary>
    void Rejoin(int node);
}
