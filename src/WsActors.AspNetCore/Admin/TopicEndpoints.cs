using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that list and describe topics.</summary>
internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder api)
    {
        api.MapGet("/topics", ListAsync)
            .WithName("listTopics")
            .WithSummary("Lists topics ordered by name, in pages")
            .WithDescription("The list holds the topics in memory. A durable topic that was not used lately is only on disk; request it by its name.")
            .Produces<TopicsAnswer>()
            .ProducesProblem(400);
        api.MapGet("/topics/{topic}", GetAsync)
            .WithName("getTopic")
            .WithSummary("Returns one topic: subscribers, epoch, offset and the rule that applies")
            .Produces<TopicAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync([OfNode] PushNode node, string? prefix, int? limit, string? cursor)
    {
        if (!Paging.TryReadLimit(limit, out var count, out var problem) || !Paging.TryRead(cursor, out var after, out problem))
            return problem;
        if (node.IsInCluster)
            return await ListInClusterAsync(node, new NodeQuery.ListTopics(prefix ?? string.Empty, count, after));

        var page = (TopicsActor.TopicPage)await node.AskTopicsAsync(new TopicsActor.GetTopics(prefix ?? string.Empty, count, after));
        return Results.Ok(new TopicsAnswer([.. page.Topics.Select(TopicAnswer.Of)], Paging.Write(page.Next)));
    }

    private static async Task<IResult> ListInClusterAsync(PushNode node, NodeQuery.ListTopics query)
    {
        var gathered = await node.AskNodesAsync(query);
        var all = gathered.Answers.OfType<NodeResult.Topics>().SelectMany(answer => answer.List)
            .OrderBy(topic => topic.Topic.Value, StringComparer.Ordinal).ToArray();
        var taken = all.Take(query.Limit).Select(topic => TopicAnswer.Of(topic, node.RuleOf(topic.Topic))).ToArray();

        // A node that has as many as were asked for may have more.
        var next = taken.Length == query.Limit ? taken[^1].Topic : null;
        return Results.Ok(new TopicsAnswer(taken, Paging.Write(next)) { Missing = gathered.Missing });
    }

    private static async Task<IResult> GetAsync(string topic, [OfNode] PushNode node)
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
