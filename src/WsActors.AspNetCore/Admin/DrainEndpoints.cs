using System.Globalization;
using WsActors.Actors;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Storage;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that send clients away from this node: all of them, or a share.</summary>
internal static class DrainEndpoints
{
    public static void MapDrain(this IEndpointRouteBuilder api)
    {
        api.MapPost("/node/drain", DrainAsync)
            .WithName("drainNode")
            .WithSummary("Drains the node: disconnects all clients in paced waves and then stops the process with exit code 0")
            .WithDescription("The request returns at once; GET /api/node/drain shows the progress. With stop=false the process keeps running, drained and not ready, and the drain can be aborted. rate is the number of clients to send away per second, in place of Drain:ConnectionsPerSecond; a second call changes it.")
            .Produces<NodeAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(400);
        api.MapGet("/node/drain", GetAsync)
            .WithName("getDrain")
            .WithSummary("Returns the progress of the last drain or rebalance")
            .Produces<DrainAnswer>();
        api.MapDelete("/node/drain", AbortAsync)
            .WithName("abortDrain")
            .WithSummary("Aborts a drain or rebalance: connections that have not been sent away stay, and the node is ready again")
            .WithDescription("A drain that stops the process cannot be aborted.")
            .Produces<DrainAnswer>()
            .ProducesProblem(409);
        api.MapPost("/node/rebalance", RebalanceAsync)
            .WithName("rebalanceNode")
            .WithSummary("Sends a share of the clients away at a pace, chosen at random, while the node stays open")
            .WithDescription("share is above 0 and at most 1; count is a number of clients in its place. The clients are asked to connect again, which takes them to other nodes if a load balancer distributes them. Connections of back ends and of consoles stay. GET /api/node/drain shows the progress, and DELETE /api/node/drain aborts it.")
            .Produces<DrainAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(409);
    }

    private static async Task<IResult> DrainAsync(
        [OfNode] PushNode node,
        [OfNode] NodeState state,
        [OfNode] StorageState storage,
        [OfNode] ServerTelemetry telemetry,
        [OfNode] IListener listener,
        IHostApplicationLifetime lifetime,
        bool? stop,
        int? rate)
    {
        if (FaultOf(rate) is { } fault)
            return fault;

        // The host drains before it stops. A drain with a rate, or of a process that stays, begins here. The response does not wait for its
        // end.
        var stops = stop ?? true;
        if (!stops || rate is not null)
            await node.Drain.BeginAsync(rate, isFinal: stops);
        if (stops)
            lifetime.StopApplication();

        return Results.Accepted("/api/node/drain", NodeAnswer.Of(state, storage, telemetry, listener.LocalEndPoint));
    }

    private static async Task<IResult> GetAsync([OfNode] PushNode node) =>
        Results.Ok(DrainAnswer.Of((DrainStatus)await node.AskConnectionsAsync(ConnectionsRequest.GetDrain.Instance)));

    private static async Task<IResult> AbortAsync([OfNode] PushNode node) => await node.Drain.AbortAsync() switch
    {
        ServerActor.Aborted aborted => Results.Ok(DrainAnswer.Of(aborted.Status)),
        ServerActor.AbortRefused { Fault: ServerActor.AbortFault.Stopping } => Problems.Of(
            StatusCodes.Status409Conflict, Problems.Stopping, "the process stops after this drain, which cannot be aborted: start the node again when it has ended"),
        ServerActor.AbortRefused { Fault: ServerActor.AbortFault.Finished } => Problems.Of(
            StatusCodes.Status409Conflict, Problems.DrainFinished, "the drain has finished, and the push port is closed: restart the node to open it"),
        _ => Problems.Of(
            StatusCodes.Status409Conflict, Problems.NothingToAbort, "neither a drain nor a rebalance is under way"),
    };

    private static async Task<IResult> RebalanceAsync([OfNode] PushNode node, double? share, int? count, int? rate)
    {
        if (FaultOf(rate) is { } fault)
            return fault;
        if (FaultOf(share, count) is { } unclear)
            return Problems.BadRequest(Problems.InvalidShare, unclear);

        return await node.RebalanceAsync(share ?? 1, count, rate) switch
        {
            DrainStatus status => Results.Accepted("/api/node/drain", DrainAnswer.Of(status)),
            _ => Problems.Of(
                StatusCodes.Status409Conflict, Problems.DrainUnderWay, "the node sends clients away already: GET /api/node/drain shows the progress, and DELETE /api/node/drain ends it"),
        };
    }

    private static string? FaultOf(double? share, int? count) => (share, count) switch
    {
        (null, null) => "share is missing: a number above 0 and up to 1 is needed, such as 0.25 for a quarter of the clients, or count, a number of clients",
        (not null, not null) => "share and count are given: one of them is allowed",
        (not null and not (> 0 and <= 1), _) => string.Create(CultureInfo.InvariantCulture, $"share is {share}: above 0 and up to 1 is allowed"),
        (_, < 1) => $"count is {count}: 1 or more is allowed",
        _ => null,
    };

    private static IResult? FaultOf(int? rate) => rate is null or (>= 1 and <= DrainSettings.MaxConnectionsPerSecond)
        ? null
        : Problems.BadRequest(Problems.InvalidRate, $"rate is {rate}: 1 to {DrainSettings.MaxConnectionsPerSecond} connections per second are allowed");
}
