using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that read and clear the history of topics.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Bytes of one page; a larger one is cut after the message that fits.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    public static void MapHistory(this IEndpointRouteBuilder api)
    {
        api.MapGet("/topics/{topic}/messages", GetAsync)
            .WithName("getHistory")
            .WithSummary("Returns a topic's latest messages, or with since the messages that follow that offset")
            .WithDescription("To get the next page, pass the offset of the last message as since and the epoch as epoch.")
            .Produces<HistoryAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        api.MapDelete("/topics/{topic}/messages", ClearAsync)
            .WithName("clearHistory")
            .WithSummary("Deletes a topic's history; offsets continue")
            .Produces(204)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503).ProducesProblem(507);
    }

    private static async Task<IResult> GetAsync(string topic, [OfNode] PushNode node, long? since, string? epoch, int? limit)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem)
            || !Paging.TryReadLimit(limit, out var count, out problem)
            || !TryReadSince(since, epoch, out var position, out problem))
            return problem;

        return await node.AskTopicsAsync(new TopicRequest.GetHistory(name, position, count, MaxPageBytes)) switch
        {
            TopicReply.History history => Results.Ok(HistoryAnswer.Of(history)),
            TopicReply.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
            _ => Problems.UnknownTopic(name),
        };
    }

    private static async Task<IResult> ClearAsync(string topic, [OfNode] PushNode node)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;

        return await node.AskTopicsAsync(new TopicRequest.ClearHistory(name)) switch
        {
            TopicReply.HistoryCleared => Results.NoContent(),
            TopicReply.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
            _ => Problems.UnknownTopic(name),
        };
    }

    private static bool TryReadSince(
        long? since, string? epoch, out SinceRequest? position, [NotNullWhen(false)] out IResult? problem)
    {
        position = null;
        problem = null;
        if (since is { } offset && !SinceRequest.TryCreate(epoch, offset, out position, out var fault))
            problem = Problems.BadRequest(Problems.InvalidSince, fault);
        return problem is null;
    }
}
