using Akka.Actor;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Cluster;
using WsActors.Cluster.Membership;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that describes the cluster.</summary>
internal static class ClusterEndpoints
{
    /// <summary>The code of the response of a node without a cluster.</summary>
    public const string NoCluster = "no_cluster";

    public static void MapCluster(this IEndpointRouteBuilder api) => api.MapGet("/cluster", GetAsync)
        .WithName("getCluster")
        .WithSummary("Returns the members of the cluster with their states, and the buckets with their homes and replicas")
        .WithDescription("Each node describes the cluster as it sees it. missing names the nodes that did not answer, whose buckets are then missing.")
        .Produces<ClusterAnswer>()
        .ProducesProblem(404);

    private static async Task<IResult> GetAsync([OfNode] PushNode node, [OfNode] ServerConfiguration configuration, IServiceProvider services)
    {
        if (services.GetService<NodeCluster>() is not { } cluster)
            return Problems.Of(StatusCodes.Status404NotFound, NoCluster, "this node is not part of a cluster: neither WsActors:Cluster:Seeds nor WsActors:Cluster:Discovery is set");

        var asked = node.AskNodesAsync(NodeQuery.ListBuckets.Instance);
        var members = await cluster.Members.Ask<ClusterMembers>(GetMembers.Instance, configuration.Admin.RequestTimeout);
        var gathered = await asked;
        return Results.Ok(new ClusterAnswer
        {
            Name = configuration.Cluster.Name,
            Self = members.Self,
            HasLease = cluster.HasLease,
            Replicas = cluster.Replicas,
            Members = [.. members.Members.Select(member => ClusterMemberAnswer.Of(member, members.Self))],
            Unreachable = [.. members.Members.Where(member => !member.IsReachable).Select(member => member.Id.Address)],
            Buckets = [.. gathered.Answers.OfType<NodeResult.Buckets>().SelectMany(answer => answer.List).OrderBy(bucket => bucket.Bucket).Select(ClusterBucketAnswer.Of)],
            Missing = gathered.Missing,
        });
    }
}
