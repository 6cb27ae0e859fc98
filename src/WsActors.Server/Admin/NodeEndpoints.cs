using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Server.Node;
using WsActors.Server.Storage;

namespace WsActors.Server.Admin;

/// <summary>This node, and its end.</summary>
internal static class NodeEndpoints
{
    public static void MapNode(this IEndpointRouteBuilder api)
    {
        api.MapGet("/node", Get)
            .WithName("getNode")
            .WithSummary("This node: state, counts, totals since the start")
            .Produces<NodeAnswer>();
        api.MapPost("/node/drain", Drain)
            .WithName("drainNode")
            .WithSummary("Says goodbye to every client in paced waves, then stops the process with exit code 0")
            .WithDescription("stop=false leaves the process running, drained and not ready. Answers at once; GET /api/node shows the progress.")
            .Produces<NodeAnswer>(StatusCodes.Status202Accepted);
    }

    private static IResult Get(NodeState state, StorageState storage, ServerTelemetry telemetry, IListener listener) =>
        Results.Ok(NodeAnswer.Of(state, storage, telemetry.Figures, listener.LocalEndPoint));

    private static IResult Drain(
        PushNode node,
        NodeState state,
        StorageState storage,
        ServerTelemetry telemetry,
        IListener listener,
        IHostApplicationLifetime lifetime,
        bool? stop)
    {
        // The host drains before it stops; without a stop it is done here. Neither is waited for.
        if (stop ?? true)
            lifetime.StopApplication();
        else
            _ = node.DrainAsync(CancellationToken.None);

        return Results.Accepted("/api/node", NodeAnswer.Of(state, storage, telemetry.Figures, listener.LocalEndPoint));
    }
}
