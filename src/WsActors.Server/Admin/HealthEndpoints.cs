using WsActors.Cluster;
using WsActors.Server.Node;
using WsActors.Server.Storage;

namespace WsActors.Server.Admin;

/// <summary>Endpoints for liveness and readiness, for orchestrators and load balancers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("alive\n"))
            .WithName("getHealth")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Liveness: answers while the process runs");
        routes.MapGet("/readyz", GetReadiness)
            .WithName("getReadiness")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain")
            .WithSummary("Readiness: 503 while the node starts, joins its cluster or drains")
            .WithDescription("If the storage of durable topics fails, the text reports it and the node stays ready, because everything else works.");
    }

    private static IResult GetReadiness(NodeState state, StorageState storage, IServiceProvider services)
    {
        if (!state.IsReady)
            return Results.Text($"{state.Phase}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        if (services.GetService<NodeCluster>() is { HasJoined: false })
            return Results.Text("joining the cluster\n", statusCode: StatusCodes.Status503ServiceUnavailable);

        return Results.Text(storage.Fault is { } fault ? $"ready, but durable topics refuse publications: {fault.Cause}\n" : "ready\n");
    }

    public static void MapIndex(this IEndpointRouteBuilder routes) => routes
        .MapGet("/", () => Results.Text(
            """
            WsActors admin listener

            POST /api/topics/{topic}/messages   publish the request body
            GET  /api/topics                    topics
            GET  /api/connections               connections
            GET  /api/node                      this node
            GET  /api/cluster                   the cluster
            GET  /openapi/v1.json               the whole API, described
            GET  /metrics                       Prometheus
            GET  /healthz, /readyz              liveness, readiness

            """))
        .ExcludeFromDescription();
}
