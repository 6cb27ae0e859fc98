using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 5 to 12 of docs/client-rules.md.</summary>
public sealed class ReconnectingTests
{
    [Fact]
    public void Rule_5_waiting_times_are_random_up_to_a_bound_that_doubles_until_30_seconds()
    {
        var world = ClientWorld.Connecting();
        var waits = new List<long>();
        foreach (var chance in new[] { 1, 1, 0.5, 1, 1, 1, 1, 0 })
        {
            world.Chances.Enqueue(chance);
            world.Socket.End();
            waits.Add(world.NextAttempt());
        }

        Assert.Equal([1000, 2000, 2000, 8000, 16_000, 30_000, 30_000, 0], waits);
    }

    [Fact]
    public void Rule_6_a_connection_counts_as_stable_after_10_seconds()
    {
        var world = ClientWorld.Connecting();
        world.Socket.End();
        world.NextAttempt();
        world.Socket.Welcome();
        world.Advance(9_999);
        world.Socket.End();
        Assert.Equal(2000, world.NextAttempt());

        world.Socket.Welcome();
        world.Advance(10_000);
        world.Socket.End();

        Assert.Equal(1000, world.NextAttempt());
    }

    [Fact]
    public async Task Rule_7_4000_to_4099_end_the_client_and_everything_that_is_open()
    {
        var (world, news) = ClientWorld.Subscribed();
        var publication = world.Client.PublishAsync("news", 1);
        world.Socket.End(4000, "banned");

        Assert.Equal("Closed", world.State);
        Assert.Equal(["error disconnected"], await ClientWorld.EndOfAsync(news));
        Assert.Equal("disconnected", await ClientWorld.CodeOfAsync(publication));
        Assert.Contains("4000, not to return: banned", Assert.Single(world.Errors).Message, StringComparison.Ordinal);
        Assert.Equal("disconnected", Assert.Throws<WsActorsException>(() => world.Client.SubscribeAsync<int>("other")).Code);
        Assert.Null(world.Due);
    }

    [Fact]
    public void Rule_7_a_refusal_has_the_name_that_the_server_gave_it()
    {
        var world = ClientWorld.Connecting();
        world.Socket.Say("""{"type":"error","code":"origin_not_allowed","message":"no"}""");
        world.Socket.End(4003, "no");

        Assert.Equal("origin_not_allowed", world.Client.State.Error?.Code);
        Assert.Null(world.Due);
    }

    [Theory]
    [InlineData("404 unknown_path: there is nothing here", "unknown_path")]
    [InlineData("403 subscribe_forbidden: no", "subscribe_forbidden")]
    [InlineData("400 invalid_since: no number", "invalid_since")]
    public void Rule_7_an_HTTP_refusal_by_the_server_is_one_too(string body, string code)
    {
        var world = ClientWorld.Connecting();
        world.Socket.Refuse(body);

        Assert.Equal(code, world.Client.State.Error?.Code);
        Assert.Null(world.Due);
    }

    [Fact]
    public void Rule_8_4200_to_4299_reconnect_at_once_and_with_back_off_if_that_does_not_help()
    {
        var world = ClientWorld.Connected();
        world.Socket.End(4200);
        Assert.Equal(0, world.NextAttempt());
        world.Socket.End(4201);
        Assert.Equal(1000, world.NextAttempt());

        world.Socket.Welcome();
        world.Advance(10_000);
        world.Socket.End(4200);

        Assert.Equal(0, world.NextAttempt());
    }

    [Fact]
    public void Rule_8_401_by_the_server_asks_for_a_new_token_at_once()
    {
        var count = 0;
        var world = ClientWorld.Connecting(options => options.Token = _ => new ValueTask<string?>($"t{++count}"));
        world.Socket.Refuse("401 invalid_token: expired");

        Assert.Equal(0, world.NextAttempt());
        Assert.Equal("t2", world.Socket.Token);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1011)]
    [InlineData(1013)]
    [InlineData(4100)]
    [InlineData(4104)]
    [InlineData(4150)]
    [InlineData(null)]
    public void Rule_9_after_another_end_the_client_returns_with_back_off(int? code)
    {
        var world = ClientWorld.Connected();
        world.Socket.End(code);

        Assert.Equal("Waiting", world.State);
        Assert.Equal(1000, world.NextAttempt());
    }

    [Theory]
    [InlineData("<html>Forbidden</html>")]
    [InlineData("403 Forbidden")]
    [InlineData("503 draining: later")]
    public void Rule_9_a_refusal_by_a_proxy_or_because_of_load_ends_nothing(string body)
    {
        var world = ClientWorld.Connecting();
        world.Socket.Refuse(body);

        Assert.Equal(1000, world.NextAttempt());
    }

    [Fact]
    public void Rule_9_what_cannot_be_read_breaks_the_connection_and_nothing_else()
    {
        var world = ClientWorld.Connected();
        world.Socket.Say("{\"type\":\"message\",");

        Assert.True(world.Socket.IsAbandoned);
        Assert.Equal("malformed_message", Assert.Single(world.Errors).Code);
        Assert.Equal(1000, world.NextAttempt());
    }

    [Fact]
    public void Rule_10_goodbye_names_the_time_of_the_next_attempt()
    {
        var world = ClientWorld.Connected();
        world.Socket.Say("""{"type":"goodbye","reason":"draining","reconnectAfterMs":4321}""");
        world.Socket.End(1001);
        Assert.Equal(4321, world.NextAttempt());

        // Only of that one.
        world.Socket.End();
        Assert.Equal(1000, world.NextAttempt());
    }

    [Fact]
    public void Rule_10_Retry_After_does_so_too()
    {
        var world = ClientWorld.Connecting();
        world.Socket.Refuse("503 full: later", retryAfterMs: 5000);

        Assert.Equal(5000, world.NextAttempt());
    }

    [Fact]
    public void Rule_10_4000_to_4099_hold_after_a_goodbye_too()
    {
        var world = ClientWorld.Connected();
        world.Socket.Say("""{"type":"goodbye","reason":"x","reconnectAfterMs":10}""");
        world.Socket.End(4000);

        Assert.Equal(("Closed", null), (world.State, world.Due));
    }

    [Fact]
    public void Rule_11_good_news_shorten_the_wait_but_not_one_that_the_server_asked_for()
    {
        var world = ClientWorld.Connected();
        world.Socket.End();
        world.Client.Wake();
        Assert.Equal(2, world.Sockets.Count);

        world.Socket.Welcome();
        world.Socket.Say("""{"type":"goodbye","reason":"draining","reconnectAfterMs":5000}""");
        world.Socket.End(1001);
        world.Client.Wake();

        Assert.Equal(2, world.Sockets.Count);
    }

    [Fact]
    public void Rule_12_a_client_that_idled_stays_away_until_it_has_something_to_do()
    {
        var world = ClientWorld.Connected();
        world.Socket.End(4102);
        Assert.Equal(("Idle", null), (world.State, world.Due));

        world.Client.SubscribeAsync<int>("news");

        Assert.Equal(2, world.Sockets.Count);
    }

    [Fact]
    public void Rule_12_a_client_with_a_subscription_returns()
    {
        var (world, _) = ClientWorld.Subscribed();
        world.Socket.End(4102);

        Assert.Equal(1000, world.NextAttempt());
    }
}
