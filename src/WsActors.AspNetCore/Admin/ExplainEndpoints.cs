using WsActors.AspNetCore.Explain;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that explains why a user does not get the messages of a topic.</summary>
internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder api) => api.MapGet("/explain", GetAsync)
        .WithName("explain")
        .WithSummary("Explains why a user did not get the messages of a topic, or the one with an offset")
        .WithDescription("verdict is the code of the finding that matters most, text its sentence, and next says what to do. Each finding has its evidence. The answer is about the present; what happened before is known as far as tombstones and the history reach.")
        .Produces<Explanation>()
        .ProducesProblem(400);

    private static async Task<IResult> GetAsync([OfNode] PushNode node, [OfNode] TimeProvider time, string? user, string? topic, long? offset)
    {
        if (string.IsNullOrEmpty(user))
            return Problems.BadRequest(Problems.MalformedRequest, "user is missing: the id of the user who misses a message is needed");
        if (topic is null)
            return Problems.BadRequest(ErrorCode.InvalidTopic, "topic is missing: the name of the topic is needed");
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;
        if (offset is < 1)
            return Problems.BadRequest(Problems.InvalidSince, $"offset is {offset}: 1 or more is allowed");

        return Results.Ok(Explainer.Explain(await new ExplainSources(node, time).GatherAsync(user, name, offset)));
    }
}
