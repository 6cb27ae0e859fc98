using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Storage;
using WsActors.Cluster;

namespace WsActors.Server.Admin;

/// <summary>Endpoints for liveness and readiness, for orchestrators and load balancers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", GetLiveness)
            .WithName("getHealth")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Liveness: answers while the process runs")
            .WithDescription("If the settings allow fault injection, the text reports it.");
        routes.MapGet("/readyz", GetReadiness)
            .WithName("getReadiness")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain")
            .WithSummary("Readiness: 503 while the node starts, joins its cluster or drains")
            .WithDescription("If the storage of durable topics fails, the text reports it and the node stays ready, because everything else works.");
    }

    private static IResult GetLiveness(NodeHost node)
    {
        var injects = node.Services?.GetRequiredService<NodeState>().InjectsFaults == true;
        return Results.Text(injects ? $"alive; fault injection is on, faults injected now: {node.Require<ServerTelemetry>().Faults.Active}\n" : "alive\n");
    }

    private static IResult GetReadiness(NodeHost node)
    {
        if (node.Services is not { } services)
            return Results.Text($"{NodeState.Starting}\n", statusCode: StatusCodes.Status503ServiceUnavailable);

        var (state, storage) = (services.GetRequiredService<NodeState>(), services.GetRequiredService<StorageState>());
        if (!state.IsReady)
            return Results.Text($"{state.Phase}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        if (services.GetService<NodeCluster>() is { HasJoined: false })
            return Results.Text("joining the cluster\n", statusCode: StatusCodes.Status503ServiceUnavailable);

        return Results.Text(storage.Fault is { } fault ? $"ready, but durable topics refuse publications: {fault.Cause}\n" : "ready\n");
    }
}
