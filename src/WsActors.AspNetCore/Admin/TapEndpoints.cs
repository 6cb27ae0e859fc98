using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Tapping;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that shows the frames of one connection as they pass.</summary>
internal static class TapEndpoints
{
    private const string Setting = "WsActors:Push:MaxTaps";

    public static void MapTap(this IEndpointRouteBuilder api) => api.MapGet("/connections/{id}/tap", TapAsync)
        .WithName("tapConnection")
        .WithSummary("Shows the frames of a WebSocket of this node as they pass, as server-sent events")
        .WithDescription("The events are tap (the connection), frame, skipped (frames that were left out because the reader was too slow) and end (the cause); each has a JSON object. direction is in or out, opcode a list such as text,close; topic shows only messages that name it; payload is the number of bytes to show of each payload (0 to 65536, 1024 by default); the tap ends after seconds (1 to 3600, 600 by default) or frames. Tokens are not shown, nor payloads of topics whose rule has Redact. Each tap is audited.")
        .WithMetadata(AuditedRead.Instance)
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(421).ProducesProblem(429);

    private static async Task<IResult> TapAsync(string id, [AsParameters] TapParameters parameters, [OfNode] PushNode node, [OfNode] TimeProvider time)
    {
        if (!TapQuery.TryRead(parameters, out var query, out var problem))
            return problem;
        if (!ConnectionId.TryParse(id, out var connection))
            return Problems.OfRefusal(ErrorCode.UnknownConnection, $"there is no connection {id}: an id has 16 hexadecimal digits");

        var tap = new Tap(connection, query.Filter);
        object? reply = null;
        try
        {
            reply = await node.StartTapAsync(tap);
        }
        finally
        {
            if (reply is not ConnectionMessage.Tapped)
                node.EndTap(tap);
        }

        return reply is ConnectionMessage.Tapped tapped
            ? new TapStream(node, tap, query, tapped, time)
            : await RefusalAsync(node, connection, reply);
    }

    private static Task<IResult> RefusalAsync(PushNode node, ConnectionId id, object reply) => reply switch
    {
        ConnectionsReply.TooManyTaps { Limit: 0 } => Task.FromResult(Problems.Of(
            StatusCodes.Status403Forbidden, Problems.TapsOff, $"taps are switched off: {Setting} is 0")),
        ConnectionsReply.TooManyTaps { Limit: var limit } => Task.FromResult(Problems.Of(
            StatusCodes.Status429TooManyRequests, Problems.TooManyTaps, $"this node has {limit} taps, as many as {Setting} allows: end one of them first")),
        ConnectionMessage.Refused refused => Task.FromResult(Problems.OfRefusal(refused.Code, refused.Message)),
        _ => UnknownAsync(node, id),
    };

    // Frames are not sent from node to node, so the operator has to ask the connection's own.
    private static async Task<IResult> UnknownAsync(PushNode node, ConnectionId id)
    {
        if (node.IsInCluster && await FindAsync(node, id) is { } other)
            return Problems.Of(
                StatusCodes.Status421MisdirectedRequest, Problems.OtherNode, $"connection {id} is on node {other}: ask the admin API of that node");

        return await ConnectionDetails.UnknownAsync(node, id, $"there is no connection {id}; it may have closed");
    }

    private static async Task<string?> FindAsync(PushNode node, ConnectionId id)
    {
        var gathered = await node.AskNodesAsync(new NodeQuery.GetConnection(id));
        return gathered.Answers.OfType<NodeResult.Connections>().FirstOrDefault() is { List: [{ Detail.Node: var address }] } ? address : null;
    }
}
