using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Time.Testing;
using WsActors.Publishing;

namespace WsActors.Client.Tests.Publishing;

/// <summary>Single publications over a fake admin API.</summary>
public sealed class PublisherTests
{
    [Fact]
    public async Task A_publication_has_its_address_its_type_and_its_keys()
    {
        using var world = new PublisherWorld(options => (options.ApiKey, options.Json) = ("secret", GoalJson.Default));
        world.Api.Publishes(41).Publishes(42, repeated: true).Publishes(43).Publishes(44);

        var first = await world.Publisher.PublishAsync("news/é", new Goal("2:1"), new PublicationOptions { IdempotencyKey = "goal-17", DeliveryKey = "m", Except = "c1" });
        var second = await world.Publisher.PublishTextAsync("news", "héllo", new PublicationOptions { IdempotencyKey = "k" });
        await world.Publisher.PublishBinaryAsync("news", new byte[] { 65 }, new PublicationOptions { IdempotencyKey = "k" });
        await world.Publisher.PublishJsonAsync("news", "[1]"u8.ToArray(), new PublicationOptions { IdempotencyKey = "k" });

        Assert.Equal(new Published("news", "e", 41, 2), first);
        Assert.Equal(new Published("news", "e", 42, 2, Repeated: true), second);
        Assert.Equal(
            [
                "POST http://admin.example/push/api/topics/news%2F%C3%A9/messages\napplication/json\nX-API-Key: secret\nIdempotency-Key: goal-17\nDelivery-Key: m\nWsActors-Except: c1\n{\"Score\":\"2:1\"}",
                "POST http://admin.example/push/api/topics/news/messages\ntext/plain; charset=utf-8\nX-API-Key: secret\nIdempotency-Key: k\nhéllo",
                "POST http://admin.example/push/api/topics/news/messages\napplication/octet-stream\nX-API-Key: secret\nIdempotency-Key: k\nA",
                "POST http://admin.example/push/api/topics/news/messages\napplication/json\nX-API-Key: secret\nIdempotency-Key: k\n[1]",
            ],
            world.Api.Requests);
    }

    [Fact]
    public async Task What_may_pass_is_repeated_under_one_key_after_random_times_whose_bound_doubles()
    {
        using var world = new PublisherWorld(options => options.MaxBackOff = TimeSpan.FromMilliseconds(700));
        world.Api.Refuses(HttpStatusCode.ServiceUnavailable, "storage_unavailable").Breaks()
            .Answers(HttpStatusCode.BadGateway, "<html>", "text/html").Refuses(HttpStatusCode.InsufficientStorage, "storage_full").Publishes(1, repeated: true);

        var published = await world.Publisher.PublishTextAsync("news", "x");

        Assert.True(published.Repeated);
        Assert.Equal([200, 400, 700, 700], world.Time.Waits);
        Assert.Equal(5, world.Keys.Count);
        Assert.Single(world.Keys.Distinct());
    }

    [Fact]
    public async Task Each_publication_has_a_key_of_its_own()
    {
        using var world = new PublisherWorld();
        world.Api.Publishes(1).Publishes(2);
        await world.Publisher.PublishTextAsync("news", "x");
        await world.Publisher.PublishTextAsync("news", "x");

        Assert.Distinct(world.Keys);
    }

    [Fact]
    public async Task The_server_names_the_time()
    {
        using var world = new PublisherWorld();
        world.Api.Refuses(HttpStatusCode.TooManyRequests, "rate_limited", retryAfter: 7).Publishes(1);
        await world.Publisher.PublishTextAsync("news", "x");

        Assert.Equal([7000], world.Time.Waits);
    }

    [Fact]
    public async Task A_time_that_is_too_long_to_wait_is_left_to_the_application()
    {
        using var world = new PublisherWorld();
        world.Api.Refuses(HttpStatusCode.TooManyRequests, "rate_limited", retryAfter: 60);
        var error = (await world.FailAsync()).Error;

        Assert.Equal(("rate_limited", true, false, TimeSpan.FromMinutes(1)), (error.Code, error.IsRetryable, error.IsOutcomeUnknown, error.RetryAfter));
        Assert.Single(world.Api.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "invalid_topic")]
    [InlineData(HttpStatusCode.Unauthorized, "unauthorized")]
    [InlineData(HttpStatusCode.Forbidden, "publish_forbidden")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "body_too_large")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused")]
    public async Task A_refusal_that_stays_fails_at_once(HttpStatusCode status, string code)
    {
        using var world = new PublisherWorld();
        world.Api.Refuses(status, code);
        var failure = await world.FailAsync();

        Assert.Equal((code, false, false, status), (failure.Code, failure.IsRetryable, failure.IsOutcomeUnknown, failure.Error.Status));
        Assert.Single(world.Api.Requests);
    }

    [Theory]
    [InlineData(404, false, false)]
    [InlineData(408, true, true)]
    [InlineData(429, true, false)]
    [InlineData(500, true, true)]
    [InlineData(502, true, true)]
    [InlineData(503, true, false)]
    [InlineData(504, true, true)]
    public async Task The_answer_of_a_proxy_is_judged_by_its_status(int status, bool isRetryable, bool isUnknown)
    {
        using var world = new PublisherWorld(options => options.MaxAttempts = 1);
        world.Api.Answers((HttpStatusCode)status, "<html>", "text/html");
        var failure = await world.FailAsync();

        Assert.Equal(("http_error", isRetryable, isUnknown), (failure.Code, failure.IsRetryable, failure.IsOutcomeUnknown));
    }

    [Fact]
    public async Task If_one_attempt_may_have_arrived_the_outcome_stays_unknown_and_the_key_is_told()
    {
        using var world = new PublisherWorld(options => options.MaxAttempts = 2);
        world.Api.Breaks().Refuses(HttpStatusCode.TooManyRequests, "rate_limited");
        var failure = await world.FailAsync();

        Assert.Equal(("rate_limited", true, true), (failure.Code, failure.IsRetryable, failure.IsOutcomeUnknown));
        Assert.Equal(world.Keys[0], $"Idempotency-Key: {failure.IdempotencyKey}");
    }

    [Fact]
    public async Task An_attempt_without_an_answer_ends_after_its_time()
    {
        var time = new FakeTimeProvider();
        using var world = new PublisherWorld(options => (options.TimeProvider, options.MaxAttempts) = (time, 1));
        var failing = world.FailAsync();
        await Eventually.HoldsAsync(() => Assert.Single(world.Api.Requests));
        time.Advance(TimeSpan.FromSeconds(10));
        var failure = await failing.WaitAsync(Eventually.Timeout);

        Assert.Equal(("no_answer", true, true), (failure.Code, failure.IsRetryable, failure.IsOutcomeUnknown));
        Assert.Contains("within 10 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_gives_up_is_not_answered_by_a_PublishException()
    {
        using var world = new PublisherWorld();
        using var canceled = new CancellationTokenSource();
        var publishing = world.Publisher.PublishTextAsync("news", "x", cancellationToken: canceled.Token);
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
    }

    [Fact]
    public void A_type_that_no_context_names_is_refused_with_what_to_do()
    {
        using var world = new PublisherWorld();
        var error = Assert.Throws<InvalidOperationException>(() => { _ = world.Publisher.PublishAsync("news", new Goal("1:0")); });

        Assert.Contains("JsonSerializerContext", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ws://localhost:8080")]
    public void An_address_that_is_none_is_refused(string? address)
    {
        using var http = new HttpClient();
        Assert.Throws<ArgumentException>(() => new WsActorsPublisher(http, new WsActorsPublisherOptions { Address = address is null ? null : new Uri(address) }));
    }

    internal sealed record Goal(string Score);
}

/// <summary>The JSON of these tests.</summary>
[JsonSerializable(typeof(PublisherTests.Goal))]
internal sealed partial class GoalJson : JsonSerializerContext;
