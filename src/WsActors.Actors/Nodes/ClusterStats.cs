using System.Text.Json.Serialization;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Statistics;

namespace WsActors.Actors.Nodes;

/// <summary>The content of <c>$cluster.stats</c>.</summary>
/// <param name="At">The time, by the clock of the node that publishes it.</param>
/// <param name="Total">The sums over all nodes that have answered.</param>
/// <param name="Nodes">The figures of each node by its address in the cluster.</param>
/// <param name="Missing">The addresses of members that have not answered.</param>
internal sealed record ClusterStats(
    DateTimeOffset At, ClusterTotal Total, IReadOnlyDictionary<string, NodeStats> Nodes, IReadOnlyList<string> Missing)
{
    public static ClusterStats Of(IReadOnlyList<NodeResult.Stats> nodes, IReadOnlyList<string> missing, DateTimeOffset at) => new(
        at,
        ClusterTotal.Of([.. nodes.Select(node => node.Figures)]),
        nodes.OrderBy(node => node.Node, StringComparer.Ordinal).ToDictionary(node => node.Node, node => node.Figures),
        missing);
}

/// <summary>The generated serializer: no reflection at run time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClusterStats))]
internal sealed partial class ClusterStatsJson : JsonSerializerContext;
