using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 37 to 40 of docs/client-rules.md.</summary>
public sealed class StreamTests
{
    [Fact]
    public void Rule_37_after_two_failures_streams_continue_from_the_same_position_until_a_WebSocket_is_there()
    {
        var (world, news) = ClientWorld.Streaming(options => options.Token = _ => new ValueTask<string?>("ann"));
        Assert.Single(world.Streams);
        Assert.Equal("https://push.example/topics/news?format=json&since=e-4", world.Stream.Address.AbsoluteUri);
        Assert.Equal("ann", world.Stream.Token);
        Assert.Equal(new ConnectionState(ConnectionPhase.Connected, ConnectionTransport.EventStream), world.Client.State);
        world.Stream.Say("""{"type":"message","topic":"news","offset":5,"data":5}""");

        world.NextAttempt();
        world.Socket.Welcome();
        Assert.True(world.Stream.IsClosed);
        Assert.Equal(["news e-5"], world.Socket.Subscribes);
        world.Socket.Confirm("news");
        world.Socket.Message("news", 6);

        Assert.Equal(["5", "6"], ClientWorld.Events(news));
        Assert.Equal(["Connecting", "Waiting", "Connecting", "Waiting", "EventStream", "WebSocket"], world.States);
    }

    [Fact]
    public void Rule_37_one_stream_shows_if_streams_get_through_and_the_others_follow()
    {
        var world = new ClientWorld();
        foreach (var name in new[] { "a", "b", "c" })
            world.Client.SubscribeAsync<int>(name);
        world.Socket.End();
        world.NextAttempt();
        world.Socket.End();
        Assert.Single(world.Streams);
        world.Stream.Refuse("Bad Gateway");
        world.NextAttempt();
        world.Socket.End();
        Assert.Equal(2, world.Streams.Count);

        world.Stream.Subscribed("a", "e", 0);

        Assert.Equal(["/topics/a", "/topics/a", "/topics/b", "/topics/c"], world.Streams.Select(stream => stream.Address.AbsolutePath));
    }

    [Fact]
    public void Rule_37_one_failure_or_one_with_a_word_of_the_server_opens_no_stream()
    {
        var world = new ClientWorld();
        world.Client.SubscribeAsync<int>("news");
        world.Socket.End();
        world.NextAttempt();
        world.Socket.End(4201);
        world.NextAttempt();
        world.Socket.End();
        world.NextAttempt();
        world.Socket.Refuse("503 full: later");
        world.NextAttempt();
        world.Socket.End();

        Assert.Empty(world.Streams);
    }

    [Fact]
    public void Rule_37_without_streams_there_are_none()
    {
        var world = new ClientWorld(options => options.EventStreams = false);
        world.Client.SubscribeAsync<int>("news");
        for (var i = 0; i < 3; i++)
        {
            world.Socket.End();
            world.NextAttempt();
        }

        Assert.Empty(world.Streams);
    }

    [Fact]
    public void Rule_37_while_a_stream_works_attempts_become_rare()
    {
        var (world, _) = ClientWorld.Streaming();
        var waits = new List<long>();
        while (waits.Count < 10)
        {
            var (count, waited) = (world.Sockets.Count, 0L);
            while (world.Sockets.Count == count)
            {
                world.Stream.Write(":\n\n");
                var step = Math.Min(world.Due!.Value, 60_000);
                world.Advance(step);
                waited += step;
            }

            waits.Add(waited);
            world.Socket.End();
        }

        Assert.Single(world.Streams);
        Assert.Equal([2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000], waits);
    }

    [Fact]
    public async Task Rule_37_a_topic_that_is_added_later_has_a_stream_of_its_own()
    {
        var (world, _) = ClientWorld.Streaming();
        var other = world.Client.SubscribeAsync<int>("other/€");

        Assert.Equal("/topics/other%2F%E2%82%AC", world.Stream.Address.AbsolutePath);
        await other.DisposeAsync();
        Assert.True(world.Stream.IsClosed);
    }

    [Fact]
    public void Rule_38_a_streams_events_mean_what_they_mean_on_a_WebSocket()
    {
        var (world, news) = ClientWorld.Streaming();
        world.Stream.Say("""{"type":"gap","topic":"news","from":5,"to":6,"reason":"not_kept"}""");
        world.Stream.Say("""{"type":"message","topic":"news","offset":7,"data":7}""");
        // In pieces, and over several lines.
        world.Stream.Write("id: e-8\ndata: {\"type\":\"message\",\"topic\":\"news\",\nda");
        world.Stream.Write("ta: \"offset\":8,\"data\":8}\n\n:\n\n");

        Assert.Equal(["gap 5-6 not_kept", "7", "8"], ClientWorld.Events(news));
        Assert.Equal(new Position("e", 8), news.Position);
    }

    [Fact]
    public void Rule_38_a_stream_that_ends_is_followed_by_a_WebSocket_attempt_and_then_by_another_stream()
    {
        var (world, news) = ClientWorld.Streaming();
        world.Stream.Say("""{"type":"message","topic":"news","offset":5,"data":5}""");
        world.Stream.End();
        Assert.Equal(SubscriptionState.Pending, news.State);
        world.NextAttempt();
        world.Socket.End();

        Assert.Equal(2, world.Streams.Count);
        Assert.Equal("?format=json&since=e-5", world.Stream.Address.Query);
    }

    [Fact]
    public void Rule_38_goodbye_and_Retry_After_name_the_time()
    {
        var (world, _) = ClientWorld.Streaming();
        world.Stream.Say("""{"type":"goodbye","reason":"draining","reconnectAfterMs":7000}""");
        world.Stream.End();
        Assert.Equal(7000, world.NextAttempt());

        world.Socket.End();
        world.Stream.Refuse("503 full: later", retryAfterMs: 9000);
        Assert.Equal(9000, world.NextAttempt());
    }

    [Fact]
    public async Task Rule_38_closed_with_4000_to_4099_ends_the_client()
    {
        var (world, news) = ClientWorld.Streaming();
        world.Stream.Say("""{"type":"closed","code":4000,"name":"disconnected","reason":"banned"}""");

        Assert.Equal(("Closed", null), (world.State, world.Due));
        Assert.Equal(["error disconnected"], await ClientWorld.EndOfAsync(news));
    }

    [Theory]
    [InlineData("403 subscribe_forbidden: no", SubscriptionState.Closed)]
    [InlineData("<html>Forbidden</html>", SubscriptionState.Pending)]
    [InlineData("401 invalid_token: expired", SubscriptionState.Pending)]
    public void Rule_38_a_refusal_by_the_server_ends_the_topic_and_one_by_a_proxy_does_not(string body, SubscriptionState state)
    {
        var (world, news) = ClientWorld.Streaming();
        var other = world.Client.SubscribeAsync<int>("other");
        world.Stream.Refuse(body);

        Assert.Equal((state, SubscriptionState.Live), (other.State, news.State));
    }

    [Fact]
    public void Rule_38_what_cannot_be_read_ends_the_stream_and_nothing_else()
    {
        var (world, news) = ClientWorld.Streaming();
        world.Stream.Say("{");

        Assert.True(world.Stream.IsClosed);
        Assert.Equal("malformed_message", Assert.Single(world.Errors).Code);
        Assert.Equal(SubscriptionState.Pending, news.State);
    }

    [Fact]
    public void Rule_38_an_event_that_does_not_end_costs_bounded_memory()
    {
        var (world, news) = ClientWorld.Streaming(options => options.MaxMessageBytes = 1024);
        world.Stream.Write("data: " + new string('x', 1000));
        Assert.False(world.Stream.IsClosed);
        world.Stream.Write(new string('x', 100));

        Assert.True(world.Stream.IsClosed);
        Assert.Equal("message_too_big", Assert.Single(world.Errors).Code);
        Assert.Equal(SubscriptionState.Pending, news.State);
    }

    [Fact]
    public async Task Rule_39_publications_fail_while_streams_replace_WebSockets()
    {
        var world = new ClientWorld();
        world.Client.SubscribeAsync<int>("news");
        var early = world.Client.PublishAsync("news", 1);
        world.Socket.End();
        world.NextAttempt();
        world.Socket.End();
        Assert.False(early.IsCompleted);
        world.Stream.Subscribed("news", "e", 0);

        Assert.Equal("no_websocket", await ClientWorld.CodeOfAsync(early));
        Assert.Equal("no_websocket", await ClientWorld.CodeOfAsync(world.Client.PublishAsync("news", 2)));
    }

    [Fact]
    public void Rule_40_a_stream_without_a_byte_is_abandoned()
    {
        var (world, _) = ClientWorld.Streaming();
        world.Advance(60_000);
        world.Stream.Write(":\n\n");
        var stream = world.Streams[0];
        Assert.False(stream.IsClosed);
        world.Advance(69_999);
        Assert.False(stream.IsClosed);
        world.Advance(1);

        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void Rule_40_a_stream_that_a_proxy_holds_back_is_abandoned_like_an_attempt()
    {
        var world = new ClientWorld();
        world.Client.SubscribeAsync<int>("news");
        world.Socket.End();
        world.NextAttempt();
        world.Socket.End();
        world.Advance(10_000);

        Assert.True(world.Streams[0].IsClosed);
    }
}
