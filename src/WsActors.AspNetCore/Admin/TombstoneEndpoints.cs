using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that lists connections which were closed or refused.</summary>
internal static class TombstoneEndpoints
{
    public static void MapTombstones(this IEndpointRouteBuilder api) => api.MapGet("/tombstones", ListAsync)
        .WithName("listTombstones")
        .WithSummary("Lists the connections that were closed or refused last, the latest first, in pages; user, topic and id filter them")
        .WithDescription("Each node keeps the last WsActors:Push:Tombstones of them in memory, a quarter of which are refused ones. Answered polls and sockets that were reset without an answer leave none.")
        .Produces<TombstonesAnswer>()
        .ProducesProblem(400);

    private static async Task<IResult> ListAsync([OfNode] PushNode node, string? user, string? topic, string? id, int? limit, string? cursor)
    {
        if (!Paging.TryReadLimit(limit, out var count, out var problem) || !Paging.TryRead(cursor, out var text, out problem))
            return problem;
        if (topic is not null && !TopicPath.TryRead(topic, out _, out problem))
            return problem;
        if (id is not null && !ConnectionId.TryParse(id, out _))
            return Problems.BadRequest(Problems.MalformedRequest, $"id is \"{id}\": a connection id of 16 hexadecimal digits is allowed");

        TombstoneCursor? before = null;
        if (text is not null)
        {
            if (!TombstoneCursor.TryParse(text, out var parsed))
                return Paging.InvalidCursor();
            before = parsed;
        }

        ConnectionId? connection = ConnectionId.TryParse(id, out var known) ? known : null;
        var found = await EvidenceQueries.TombstonesAsync(node, new NodeQuery.ListTombstones(count, before, user, topic, connection));
        var next = found.HasMore ? TombstoneCursor.Of(found.List[^1]).ToString() : null;
        return Results.Ok(new TombstonesAnswer([.. found.List.Select(TombstoneAnswer.Of)], Paging.Write(next)) { Missing = found.Missing });
    }
}
