using System.Net;
using WsActors.Publishing;

namespace WsActors.Client.Tests.Publishing;

/// <summary>Batches over a fake admin API.</summary>
public sealed class BatchTests
{
    private static readonly Publication[] Messages =
    [
        Publication.OfJson(["a", "b"], "1"u8.ToArray()) with { Options = new PublicationOptions { IdempotencyKey = "one" } },
        Publication.OfJson(["c"], "[2, 3]"u8.ToArray()) with { Options = new PublicationOptions { IdempotencyKey = "two", DeliveryKey = "k", Except = "c9" } },
    ];

    [Fact]
    public async Task Only_what_failed_for_a_reason_that_may_pass_is_sent_again()
    {
        using var world = new PublisherWorld();
        world.Api
            .Answers(HttpStatusCode.OK, """
                {"results":[{"topics":[{"topic":"a","epoch":"e","offset":1,"subscribers":3},{"topic":"b","error":{"code":"storage_unavailable","message":"no"}}]},
                            {"topics":[{"topic":"c","error":{"code":"publish_forbidden","message":"no"}}]}]}
                """)
            .Answers(HttpStatusCode.OK, """{"results":[{"topics":[{"topic":"b","epoch":"f","offset":2,"subscribers":0,"repeated":true}]}]}""");

        var results = await world.Publisher.PublishBatchAsync(Messages);

        Assert.Equal(
            [
                "POST http://admin.example/push/api/publish\napplication/json\n"
                    + """{"messages":[{"topics":["a","b"],"data":1,"idempotencyKey":"one"},{"topics":["c"],"data":[2, 3],"idempotencyKey":"two","key":"k","except":"c9"}]}""",
                "POST http://admin.example/push/api/publish\napplication/json\n" + """{"messages":[{"topics":["b"],"data":1,"idempotencyKey":"one"}]}""",
            ],
            world.Api.Requests);
        Assert.Equal([new Published("a", "e", 1, 3), new Published("b", "f", 2, 0, Repeated: true)], results[0].Select(result => result.Value));
        Assert.Equal(("publish_forbidden", false), (results[1][0].Error?.Code, results[1][0].Error?.IsRetryable));
        Assert.Equal("two", Assert.Throws<PublishException>(() => results[1][0].Value).IdempotencyKey);
    }

    [Fact]
    public async Task What_fails_to_the_end_is_told_per_topic_beside_what_was_published()
    {
        using var world = new PublisherWorld(options => options.MaxAttempts = 2);
        world.Api
            .Answers(HttpStatusCode.OK, """
                {"results":[{"topics":[{"topic":"a","epoch":"e","offset":1,"subscribers":3},{"topic":"b","error":{"code":"timeout","message":"no"}}]},
                            {"topics":[{"topic":"c","epoch":"e","offset":5,"subscribers":3}]}]}
                """)
            .Breaks();

        var results = await world.Publisher.PublishBatchAsync(Messages);

        Assert.Equal((1L, 5L), (results[0][0].Value.Offset, results[1][0].Value.Offset));
        var error = results[0][1].Error!;
        Assert.Equal(("no_answer", true, true, "one"), (error.Code, error.IsRetryable, error.IsOutcomeUnknown, error.IdempotencyKey));
    }

    [Fact]
    public async Task A_batch_without_any_answer_throws()
    {
        using var world = new PublisherWorld(options => options.MaxAttempts = 2);
        world.Api.Breaks().Refuses(HttpStatusCode.TooManyRequests, "rate_limited");
        var failure = await Assert.ThrowsAsync<PublishException>(() => world.Publisher.PublishBatchAsync(Messages));

        Assert.Equal(("rate_limited", true, true), (failure.Code, failure.IsRetryable, failure.IsOutcomeUnknown));
    }

    [Fact]
    public async Task A_message_that_is_refused_as_a_whole_has_its_reason_in_each_topic()
    {
        using var world = new PublisherWorld();
        world.Api.Answers(HttpStatusCode.OK, """
            {"results":[{"topics":[{"topic":null,"error":{"code":"malformed_json","message":"no"}}]},{"topics":[{"topic":"c","epoch":"e","offset":5,"subscribers":3}]}]}
            """);

        var results = await world.Publisher.PublishBatchAsync(Messages);

        Assert.Equal([("a", "malformed_json"), ("b", "malformed_json")], results[0].Select(result => (result.Topic, result.Error?.Code)));
        Assert.Equal(5, results[1][0].Value.Offset);
    }

    [Fact]
    public async Task A_batch_of_nothing_asks_nobody()
    {
        using var world = new PublisherWorld();

        Assert.Empty(await world.Publisher.PublishBatchAsync([]));
        Assert.Empty(world.Api.Requests);
    }
}
