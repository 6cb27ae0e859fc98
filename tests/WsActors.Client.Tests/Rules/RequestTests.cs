using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 29 to 34 of docs/client-rules.md.</summary>
public sealed class RequestTests
{
    private const string Refresh = """{"type":"refresh","expiresAt":"2030-01-01T00:00:00Z"}""";

    [Fact]
    public void Rule_29_refresh_is_answered_with_a_new_token()
    {
        var count = 0;
        var world = ClientWorld.Connected(options => options.Token = _ => new ValueTask<string?>($"t{++count}"));
        world.Socket.Say(Refresh);
        var request = world.Socket.Last("refresh");
        Assert.Equal("t2", request.GetProperty("token").GetString());

        world.Socket.Say($$"""{"type":"refreshed","id":{{FakeSocket.Id(request)}},"expiresAt":null}""");
        Assert.Equal(2, count);
    }

    [Fact]
    public void Rule_29_a_rejected_token_is_asked_for_once_more()
    {
        var count = 0;
        var world = ClientWorld.Connected(options => options.Token = _ => new ValueTask<string?>($"t{++count}"));
        world.Socket.Say(Refresh);
        for (var i = 0; i < 2; i++)
        {
            Assert.Empty(world.Errors);
            world.Socket.Refuse(world.Socket.Last("refresh"), "invalid_token");
        }

        Assert.Equal(["t2", "t3"], world.Socket.Requests("refresh").Select(request => request.GetProperty("token").GetString()));
        Assert.Equal("invalid_token", Assert.Single(world.Errors).Code);
        Assert.Equal("WebSocket", world.State);
    }

    [Fact]
    public void Rule_29_a_token_function_that_fails_is_reported()
    {
        var count = 0;
        var world = ClientWorld.Connected(options => options.Token = _ =>
            ++count == 1 ? new ValueTask<string?>("ann") : throw new InvalidOperationException("no session"));
        world.Socket.Say(Refresh);

        Assert.Equal("refresh_failed", Assert.Single(world.Errors).Code);
        Assert.Equal("WebSocket", world.State);
    }

    [Fact]
    public void Rule_29_a_new_token_that_expires_at_once_is_not_refreshed_again_and_again()
    {
        var world = ClientWorld.Connected(options => options.Token = _ => new ValueTask<string?>("same"));
        for (var i = 0; i < 3; i++)
            world.Socket.Say(Refresh);
        Assert.Single(world.Socket.Requests("refresh"));

        world.Advance(1000);
        world.Socket.Say(Refresh);

        Assert.Equal(2, world.Socket.Requests("refresh").Count);
    }

    [Fact]
    public async Task Rule_29_a_token_for_a_connection_that_is_gone_is_not_sent_on_the_next()
    {
        var answers = new List<TaskCompletionSource<string?>>();
        var world = ClientWorld.Connected(options => options.Token = _ =>
        {
            answers.Add(new TaskCompletionSource<string?>());
            if (answers.Count != 2)
                answers[^1].SetResult("quick");
            return new ValueTask<string?>(answers[^1].Task);
        });
        world.Socket.Say(Refresh);
        world.Reconnect();
        answers[1].SetResult("late");
        await Eventually.HoldsAsync(() => Assert.Equal(3, answers.Count));

        Assert.Empty(world.Socket.Requests("refresh"));
    }

    [Fact]
    public async Task Rule_30_a_publication_settles_with_its_own_answer()
    {
        var world = ClientWorld.Connected();
        var first = world.Client.PublishAsync("a", "x", new PublishOptions { Key = "k", Echo = false });
        var second = world.Client.PublishAsync("b", 2);
        var (one, two) = (world.Socket.Requests("publish")[0], world.Socket.Requests("publish")[1]);
        Assert.Equal($$"""{"type":"publish","topic":"a","data":"x","key":"k","echo":false,"id":{{FakeSocket.Id(one)}}}""", one.GetRawText());
        Assert.Equal($$"""{"type":"publish","topic":"b","data":2,"id":{{FakeSocket.Id(two)}}}""", two.GetRawText());
        Assert.NotEqual(FakeSocket.Id(one), FakeSocket.Id(two));
        world.Socket.Refuse(two, "publish_forbidden");
        world.Socket.Say($$"""{"type":"published","id":{{FakeSocket.Id(one)}},"offset":41}""");
        world.Socket.Refuse(one, "internal_error");

        Assert.Equal(41, await first);
        Assert.Equal("publish_forbidden", await ClientWorld.CodeOfAsync(second));
    }

    [Fact]
    public async Task Rule_31_publications_wait_for_a_connection_in_order_and_up_to_a_bound()
    {
        var world = new ClientWorld(options => options.MaxQueued = 2);
        var data = new byte[] { 1 };
        var first = world.Client.PublishAsync("a", data);
        data[0] = 2;
        var second = world.Client.PublishAsync("a", data);
        Assert.Equal("queue_full", await ClientWorld.CodeOfAsync(world.Client.PublishAsync("a", data)));
        world.Socket.Welcome();
        Assert.Equal(["AQ==", "Ag=="], world.Socket.Requests("publish").Select(request => request.GetProperty("data").GetString()));

        foreach (var request in world.Socket.Requests("publish"))
            world.Socket.Say($$"""{"type":"published","id":{{FakeSocket.Id(request)}},"offset":{{FakeSocket.Id(request)}}}""");

        Assert.Equal(2, (await Task.WhenAll(first, second)).Length);
    }

    [Fact]
    public async Task Rule_32_a_publication_that_was_sent_is_not_sent_again()
    {
        var world = ClientWorld.Connected();
        var publication = world.Client.PublishAsync("a", 1);
        world.Reconnect();

        Assert.Equal("outcome_unknown", await ClientWorld.CodeOfAsync(publication));
        Assert.Empty(world.Socket.Requests("publish"));
    }

    [Fact]
    public async Task Rule_33_a_publication_above_the_servers_limit_is_not_sent()
    {
        var world = ClientWorld.Connected();
        Assert.Equal("message_too_big", await ClientWorld.CodeOfAsync(world.Client.PublishAsync("a", new string('x', 1000))));
        _ = world.Client.PublishAsync("a", new string('x', 900));

        Assert.Single(world.Socket.Requests("publish"));
    }

    [Theory]
    [InlineData("rate_limited", true)]
    [InlineData("try_again_later", true)]
    [InlineData("too_many_topics", true)]
    [InlineData("storage_full", true)]
    [InlineData("storage_unavailable", true)]
    [InlineData("internal_error", true)]
    [InlineData("queue_full", true)]
    [InlineData("no_websocket", true)]
    [InlineData("connection_lost", true)]
    [InlineData("malformed_command", false)]
    [InlineData("invalid_topic", false)]
    [InlineData("subscribe_forbidden", false)]
    [InlineData("publish_forbidden", false)]
    [InlineData("invalid_token", false)]
    [InlineData("too_many_subscriptions", false)]
    [InlineData("no_presence", false)]
    [InlineData("outcome_unknown", false)]
    [InlineData("message_too_big", false)]
    [InlineData("closed", false)]
    [InlineData("disconnected", false)]
    public void Rule_34_errors_tell_if_a_retry_makes_sense(string code, bool isRetryable) =>
        Assert.Equal(isRetryable, new WsActorsException(code, "").IsRetryable);

    [Fact]
    public async Task Rule_34_a_request_whose_answer_was_lost_may_be_repeated()
    {
        var world = ClientWorld.Connected();
        var history = world.Client.HistoryAsync<int>("news", since: new Position("e", 1), limit: 2);
        Assert.Equal(2, world.Socket.Last("history").GetProperty("limit").GetInt32());
        world.Socket.End();

        var error = await Assert.ThrowsAsync<WsActorsException>(() => history);
        Assert.Equal(("connection_lost", true), (error.Code, error.IsRetryable));
    }

    [Fact]
    public async Task Rule_30_a_history_settles_with_its_messages()
    {
        var world = ClientWorld.Connected();
        var history = world.Client.HistoryAsync<int>("news", since: new Position("e", 1), limit: null);
        var id = FakeSocket.Id(world.Socket.Last("history"));
        world.Socket.Say($$"""
            {"type":"history","id":{{id}},"topic":"news","epoch":"e","offset":5,"recovered":false,"gap":{"from":2,"to":3,"reason":"not_kept"},
            "messages":[{"offset":4,"data":4},{"offset":5,"data":"AA==","encoding":"base64"},
            {"offset":6,"data":{{new string('[', 900) + new string(']', 900)}}}]}
            """);

        var page = await history;
        Assert.Equal((new Position("e", 5), false, new Gap("news", 2, 3, "not_kept")), (page.Position, page.Recovered, page.Gap));
        Assert.Equal([(4L, false, 4), (5L, true, -1), (6L, false, -1)], page.Messages.Select(message => (message.Position.Offset, message.IsBinary, message.Error is null ? message.Data : -1)));
    }
}
