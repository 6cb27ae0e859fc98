using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Server.Node;

namespace WsActors.Server.Admin;

/// <summary>Which topics there are.</summary>
internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder api)
    {
        api.MapGet("/topics", ListAsync)
            .WithName("listTopics")
            .WithSummary("Topics in the order of their names, page by page")
            .WithDescription("A durable topic that nobody has used lately is on the disk only and not in this list; its name finds it.")
            .Produces<TopicsAnswer>()
            .ProducesProblem(400);
        api.MapGet("/topics/{topic}", GetAsync)
            .WithName("getTopic")
            .WithSummary("One topic: subscribers, epoch, offset, the rule in force")
            .Produces<TopicAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync(PushNode node, string? prefix, int? limit, string? cursor)
    {
        if (!Paging.TryReadLimit(limit, out var count, out var problem) || !Paging.TryRead(cursor, out var after, out problem))
            return problem;

        var page = (TopicsActor.TopicPage)await node.AskTopicsAsync(new TopicsActor.GetTopics(prefix ?? string.Empty, count, after));
        return Results.Ok(new TopicsAnswer([.. page.Topics.Select(TopicAnswer.Of)], Paging.Write(page.Next)));
    }

    private static async Task<IResult> GetAsync(string topic, PushNode node)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;

        return await node.AskTopicsAsync(new TopicRequest.GetSnapshot(name)) switch
        {
            TopicSnapshot snapshot => Results.Ok(TopicAnswer.Of(snapshot)),
            TopicReply.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
            _ => Problems.UnknownTopic(name),
        };
    }
}
