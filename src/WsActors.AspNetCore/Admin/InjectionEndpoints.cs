using WsActors.Actors.Connections.Messages;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Faults;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that inject faults into connections of this node, so that client teams can test their code.</summary>
internal static class InjectionEndpoints
{
    public static void MapInjection(this IEndpointRouteBuilder api)
    {
        api.MapGet("/faults", GetAsync)
            .WithName("listFaults")
            .WithSummary("Returns the faults that are injected on this node")
            .Produces<FaultList>();
        api.MapPost("/faults", InjectAsync)
            .WithName("injectFault")
            .WithSummary("Injects a fault into connections of this node: delays, drops, duplicates or throttles what they are sent, or closes them")
            .WithDescription("Needs FaultInjection:Enabled. cohort is one of {\"share\": 0.1}, {\"user\": \"4711\"} and {\"topic\": \"news\"}. A fault ends after lastsSeconds (300 if it is not given, at most 3600). At most 16 are injected at a time.")
            .Accepts<FaultRequest>("application/json")
            .Produces<FaultAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapDelete("/faults", EndAllAsync)
            .WithName("endFaults")
            .WithSummary("Ends all injected faults of this node, and returns them")
            .Produces<FaultList>()
            .ProducesProblem(403);
        api.MapDelete("/faults/{id}", EndAsync)
            .WithName("endFault")
            .WithSummary("Ends an injected fault of this node")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> GetAsync([OfNode] PushNode node, [OfNode] ServerConfiguration configuration) =>
        Results.Ok(ListOf(await node.AskConnectionsAsync(ConnectionsRequest.GetFaults.Instance), configuration));

    private static async Task<IResult> InjectAsync(
        [OfNode] PushNode node, [OfNode] ServerConfiguration configuration, HttpRequest request, CancellationToken cancellation)
    {
        if (Refusal(configuration) is { } off)
            return off;
        if (!FaultBody.TryParse(await RequestBody.ReadAsync(request, configuration.Admin.MaxBodyBytes, cancellation), out var fault, out var problem))
            return problem;

        return await node.AskConnectionsAsync(new ConnectionsRequest.InjectFault(fault)) switch
        {
            ConnectionsReply.Injected injected => Results.Created($"/api/faults/{injected.Fault.Id}", FaultAnswer.Of(injected.Fault)),
            _ => Problems.Of(
                StatusCodes.Status409Conflict, Problems.TooManyFaults, $"{InjectedFault.MaxFaults} faults are injected, as many as may be: end one with DELETE /api/faults/{{id}}"),
        };
    }

    private static async Task<IResult> EndAllAsync([OfNode] PushNode node, [OfNode] ServerConfiguration configuration) =>
        Refusal(configuration) ?? Results.Ok(ListOf(await node.AskConnectionsAsync(new ConnectionsRequest.EndFaults(Id: null)), configuration));

    private static async Task<IResult> EndAsync([OfNode] PushNode node, [OfNode] ServerConfiguration configuration, string id)
    {
        if (Refusal(configuration) is { } off)
            return off;

        return await node.AskConnectionsAsync(new ConnectionsRequest.EndFaults(id)) is ConnectionsReply.Faults { List.Count: > 0 }
            ? Results.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, Problems.UnknownFault, "no such fault is injected: it may have ended");
    }

    private static FaultList ListOf(object answer, ServerConfiguration configuration) => new()
    {
        Enabled = configuration.Server.FaultInjection.Enabled,
        Faults = [.. ((ConnectionsReply.Faults)answer).List.Select(FaultAnswer.Of)],
    };

    private static IResult? Refusal(ServerConfiguration configuration) => configuration.Server.FaultInjection.Enabled
        ? null
        : Problems.Of(
            StatusCodes.Status403Forbidden, Problems.FaultInjectionOff, "this node injects no faults: set WsActors:FaultInjection:Enabled, on a system for tests, and restart it");
}
