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
        routes.MapGet("/readyz", (NodeState state, StorageState storage) => state.IsReady
                ? Results.Text(storage.Fault is { } fault ? $"ready, but durable topics refuse publications: {fault.Cause}\n" : "ready\n")
                : Results.Text($"{state.Phase}\n", statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithName("getReadiness")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain")
            .WithSummary("Readiness: 503 while the node starts or drains")
            .WithDescription("If the storage of durable topics fails, the text reports it and the node stays ready, because everything else works.");
    }

    public static void MapIndex(this IEndpointRouteBuilder routes) => routes
        .MapGet("/", () => Results.Text(
            """
            WsActors admin listener

            POST /api/topics/{topic}/messages   publish the request body
            GET  /api/topics                    topics
            GET  /api/connections               connections
            GET  /api/node                      this node
            GET  /openapi/v1.json               the whole API, described
            GET  /metrics                       Prometheus
            GET  /healthz, /readyz              liveness, readiness

            """))
        .ExcludeFromDescription();
}
