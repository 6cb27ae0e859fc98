using WsActors.Actors.Statistics;

namespace WsActors.Actors.Nodes;

/// <summary>Sums over the nodes of a cluster.</summary>
internal sealed record ClusterTotal
{
    /// <summary>The number of nodes.</summary>
    public required int Nodes { get; init; }
    public required long Connections { get; init; }
    public required long Subscriptions { get; init; }

    /// <summary>Publications that clients and back ends have sent to the nodes.</summary>
    public required long Publications { get; init; }
    public required long Deliveries { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }
    public required long OutboxBytes { get; init; }

    public static ClusterTotal Of(IReadOnlyList<NodeStats> nodes) => new()
    {
        Nodes = nodes.Count,
        Connections = nodes.Sum(node => node.Connections),
        Subscriptions = nodes.Sum(node => node.Subscriptions),
        Publications = nodes.Sum(node => node.Publications),
        Deliveries = nodes.Sum(node => node.Deliveries),
        BytesReceived = nodes.Sum(node => node.BytesReceived),
        BytesSent = nodes.Sum(node => node.BytesSent),
        OutboxBytes = nodes.Sum(node => node.OutboxBytes),
    };
}
