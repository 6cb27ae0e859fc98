using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that publish one message to a topic, or a batch.</summary>
internal static class PublishingEndpoints
{
    public static void MapPublishing(this IEndpointRouteBuilder api)
    {
        api.MapPost("/topics/{topic}/messages", PublishAsync)
            .WithName("publishMessage")
            .WithMetadata(PublicationCall.Instance)
            .AddOpenApiOperationTransformer(PublishingDescription.OfMessage)
            .WithSummary("Publishes the request body to a topic")
            .WithDescription("A body of type application/json is published as JSON, text/* as text, application/x-www-form-urlencoded (the default of curl -d) as text if it is UTF-8, and any other type as binary. " +
                "With an Idempotency-Key header, a repeated request publishes nothing and returns the offset of the first. " +
                "A Delivery-Key header names the subject of the message: if the topic's rule has Delivery Latest, a slow subscriber receives the newest message per key. " +
                "A WsActors-Except header names a connection that does not receive the message.")
            .Produces<PublishedAnswer>()
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503).ProducesProblem(507);
        api.MapPost("/publish", PublishBatchAsync)
            .WithName("publishBatch")
            .WithMetadata(PublicationCall.Instance)
            .AddOpenApiOperationTransformer(PublishingDescription.OfBatch)
            .WithSummary("Publishes many messages to many topics")
            .WithDescription("Messages are published in their order, and those of one topic reach its subscribers together. The answer holds one result for each message and topic.")
            .Produces<BatchAnswer>()
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429);
    }

    private static async Task<IResult> PublishAsync(
        string topic, HttpRequest request, [OfNode] AdminOptions options, [OfNode] IPublishQuota quota, [OfNode] PushNode node, CancellationToken cancellation)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;
        if (quota.Take(request.HttpContext, 1) is { } over)
            return over;

        var body = await RequestBody.ReadAsync(request, options.MaxBodyBytes, cancellation);
        if (!PublicationBody.TryParse(request.Headers.ContentType, body, out var publication, out problem))
            return problem;

        if (!IdempotencyKey.TryRead(request.Headers, out var key, out problem))
            return problem;

        if (!DeliveryKey.TryRead(request.Headers, out var about, out problem))
            return problem;

        if (!ExceptedConnection.TryRead(request.Headers, out var except, out problem))
            return problem;

        var publish = new TopicRequest.Publish(name, publication.About(about).Excluding(except), PublicationSource.AdminApi) { IdempotencyKey = key };
        using var call = node.BeginPublish(publish, TraceParent.Of(request));
        try
        {
            return ResultOf(call.Answered(await node.AskTopicsAsync(call.Traced(publish))));
        }
        catch (AskTimeoutException)
        {
            call.TimedOut();
            throw;
        }
    }

    private static IResult ResultOf(object answer) => answer switch
    {
        TopicReply.Published published => Results.Ok(PublishedAnswer.Of(published)),
        TopicReply.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
        var other => throw new InvalidOperationException($"unexpected answer {other}"),
    };

    private static async Task<IResult> PublishBatchAsync(
        HttpRequest request, [OfNode] AdminOptions options, [OfNode] IPublishQuota quota, [OfNode] PushNode node, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync(request, options.MaxBodyBytes, cancellation);
        if (!BatchBody.TryParse(request.Headers.ContentType, body, options, out var messages, out var problem))
            return problem;
        if (quota.Take(request.HttpContext, BatchBody.PublicationsOf(messages)) is { } over)
            return over;

        return Results.Ok(await new BatchPublisher(node, TraceParent.Of(request)).PublishAsync(messages));
    }
}
