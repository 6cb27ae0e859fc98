using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Storage;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that describes this node.</summary>
internal static class NodeEndpoints
{
    public static void MapNode(this IEndpointRouteBuilder api)
    {
        api.MapGet("/node", Get)
            .WithName("getNode")
            .WithSummary("Returns the state of this node, its current counts and its totals since the start")
            .Produces<NodeAnswer>();
        api.MapDrain();
    }

    private static IResult Get([OfNode] NodeState state, [OfNode] StorageState storage, [OfNode] ServerTelemetry telemetry, [OfNode] IListener listener) =>
        Results.Ok(NodeAnswer.Of(state, storage, telemetry, listener.LocalEndPoint));
}
