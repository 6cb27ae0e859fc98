using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that lists the members of a topic.</summary>
internal static class MemberEndpoints
{
    /// <summary>Bytes of one page; a larger one is cut after the member that fits.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    public static void MapMembers(this IEndpointRouteBuilder api) => api.MapGet("/topics/{topic}/members", GetAsync)
        .WithName("listMembers")
        .WithSummary("Lists the members of a topic with presence in the order in which they joined, in pages")
        .Produces<MembersAnswer>()
        .ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> GetAsync(string topic, [OfNode] PushNode node, int? limit, string? cursor)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem)
            || !Paging.TryReadLimit(limit, out var count, out problem)
            || !TryReadCursor(cursor, out var after, out problem))
            return problem;

        return await node.AskTopicsAsync(new TopicRequest.GetMembers(name, after, count, MaxPageBytes)) switch
        {
            TopicReply.Members members => Results.Ok(MembersAnswer.Of(members)),
            TopicReply.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
            _ => Problems.UnknownTopic(name),
        };
    }

    private static bool TryReadCursor(string? cursor, out long after, [NotNullWhen(false)] out IResult? problem)
    {
        after = 0;
        if (!Paging.TryRead(cursor, out var text, out problem))
            return false;
        if (text is not null && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            problem = Paging.InvalidCursor();
        return problem is null;
    }
}
