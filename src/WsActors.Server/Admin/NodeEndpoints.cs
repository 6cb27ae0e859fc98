using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Server.Node;
using WsActors.Server.Storage;

namespace WsActors.Server.Admin;

/// <summary>Endpoints that describe and drain this node.</summary>
internal static class NodeEndpoints
{
    public static void MapNode(this IEndpointRouteBuilder api)
    {
        api.MapGet("/node", Get)
            .WithName("getNode")
            .WithSummary("Returns the state of this node, its current counts and its totals since the start")
            .Produces<NodeAnswer>();
        api.MapPost("/node/drain", Drain)
            .WithName("drainNode")
            .WithSummary("Drains the node: disconnects all clients in paced waves and then stops the process with exit code 0")
            .WithDescription("The request returns at once; GET /api/node shows the progress. With stop=false the process keeps running, drained and not ready.")
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
        // The host drains before it stops; without a stop the drain begins here. The response does not wait for either.
        if (stop ?? true)
            lifetime.StopApplication();
        else
            _ = node.DrainAsync(CancellationToken.None);

        return Results.Accepted("/api/node", NodeAnswer.Of(state, storage, telemetry.Figures, listener.LocalEndPoint));
    }
}
