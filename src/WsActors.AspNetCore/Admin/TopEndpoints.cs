using WsActors.Actors.Telemetry;

namespace WsActors.AspNetCore.Admin;

/// <summary>The endpoint that shows the topics and connections with the most traffic.</summary>
internal static class TopEndpoints
{
    private const string Topics = "topics";
    private const string Connections = "connections";
    private const string Messages = "messages";
    private const string Bytes = "bytes";

    public static void MapTop(this IEndpointRouteBuilder api) => api.MapGet("/top", Get)
        .WithName("getTop")
        .WithSummary("Returns the topics or connections of this node with the most traffic in the last full minute, estimated from a sample")
        .WithDescription("by is topics or connections, of is messages or bytes. Topics count deliveries to subscribers on this node, connections both directions. One event in 64 is noted, so small numbers are imprecise.")
        .Produces<TopAnswer>()
        .ProducesProblem(400);

    private static IResult Get([OfNode] ServerTelemetry telemetry, string? by, string? of, int? limit)
    {
        if (!Paging.TryReadLimit(limit, out var count, out var problem))
            return problem;
        if ((by ?? Topics) is not (Topics or Connections))
            return Problems.BadRequest(Problems.InvalidTop, $"by is \"{by}\": {Topics} or {Connections} is allowed");
        if ((of ?? Messages) is not (Messages or Bytes))
            return Problems.BadRequest(Problems.InvalidTop, $"of is \"{of}\": {Messages} or {Bytes} is allowed");

        var byBytes = of == Bytes;
        return Results.Ok(by == Connections
            ? TopAnswer.From(Connections, of ?? Messages, telemetry.Sample.TopConnections(byBytes, count))
            : TopAnswer.From(Topics, of ?? Messages, telemetry.Sample.TopTopics(byBytes, count)));
    }
}
