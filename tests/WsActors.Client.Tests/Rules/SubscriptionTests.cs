using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 16 to 21 of docs/client-rules.md.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task Rule_16_subscriptions_of_a_topic_share_one_on_the_wire()
    {
        var (world, first) = ClientWorld.Subscribed();
        var second = world.Client.SubscribeAsync<int>("news");
        world.Socket.Message("news", 1);
        Assert.Equal(["1"], ClientWorld.Events(first));
        Assert.Equal(["1"], ClientWorld.Events(second));
        Assert.Equal(SubscriptionState.Live, second.State);

        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Empty(world.Socket.Requests("unsubscribe"));
        world.Socket.Message("news", 2);
        Assert.Equal(["2"], ClientWorld.Events(second));
        await second.DisposeAsync();
        world.Socket.Message("news", 3);

        Assert.Empty(ClientWorld.Events(first));
        Assert.Empty(ClientWorld.Events(second));
        Assert.Single(world.Socket.Subscribes);
        Assert.Equal("news", Assert.Single(world.Socket.Requests("unsubscribe")).GetProperty("topic").GetString());
    }

    [Fact]
    public async Task Rule_16_what_is_left_of_an_earlier_subscription_does_not_reach_a_new_one()
    {
        var (world, news) = ClientWorld.Subscribed();
        await news.DisposeAsync();
        var again = world.Client.SubscribeAsync<int>("news", new Position("e", 0));
        var id = FakeSocket.Id(world.Socket.Requests("subscribe")[0]);
        world.Socket.Message("news", 7);
        world.Socket.Say($$"""{"type":"subscribed","id":{{id}},"topic":"news","epoch":"e","offset":7}""");
        world.Socket.Message("news", 8);
        Assert.Empty(ClientWorld.Events(again));

        world.Socket.Confirm("news");
        world.Socket.Message("news", 1);

        Assert.Equal(["1"], ClientWorld.Events(again));
    }

    [Fact]
    public void Rule_17_each_connection_restores_all_subscriptions()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Client.SubscribeAsync<int>("other", new Position("o", 9));
        world.Socket.Message("news", 1);
        world.Reconnect();

        Assert.Equal(["news e-1", "other o-9"], world.Socket.Subscribes);
        Assert.Equal(SubscriptionState.Pending, news.State);
        world.Socket.Confirm("news");
        Assert.Equal(SubscriptionState.Live, news.State);
    }

    [Fact]
    public void Rule_17_its_states_are_reported()
    {
        var world = ClientWorld.Connected();
        var states = new List<SubscriptionState>();
        var news = world.Client.SubscribeAsync<int>("news");
        news.StateChanged += states.Add;
        world.Socket.Confirm("news");
        world.Reconnect();
        world.Socket.Confirm("news");

        Assert.Equal([SubscriptionState.Live, SubscriptionState.Pending, SubscriptionState.Live], states);
    }

    [Fact]
    public void Rule_18_the_next_connection_starts_behind_the_last_event_received()
    {
        var (world, _) = ClientWorld.Subscribed();
        var positions = new List<string>();
        foreach (var step in new Action[]
        {
            () => world.Socket.Confirm("news", offset: 3),
            () => world.Socket.Message("news", 4),
            () => world.Socket.Gap("news", 5, 8, "not_kept"),
            () => world.Socket.Say("""{"type":"message","topic":"news","data":0}"""),
        })
        {
            world.Socket.Confirm("news");
            step();
            world.Reconnect();
            positions.Add(world.Socket.Subscribes[^1]);
        }

        Assert.Equal(["news e-3", "news e-4", "news e-8", "news e-9"], positions);
    }

    [Fact]
    public void Rule_18_what_was_received_but_not_read_is_not_requested_again()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 1);
        world.Reconnect();

        Assert.Equal(["news e-1"], world.Socket.Subscribes);
        Assert.Equal(["1"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_19_the_position_advances_when_the_application_takes_something()
    {
        var world = ClientWorld.Connected();
        var news = world.Client.SubscribeAsync<int>("news");
        Assert.Null(news.Position);
        world.Socket.Confirm("news", offset: 3);
        Assert.Equal(new Position("e", 3), news.Position);
        world.Socket.Message("news", 4);
        world.Socket.Gap("news", 5, 8, "not_kept");
        Assert.Equal(new Position("e", 3), news.Position);

        Assert.True(news.TryTake(out var message));
        Assert.Equal((new Position("e", 4), new Position("e", 4)), (message.Position, news.Position));
        Assert.True(news.TryTake(out var gap));
        Assert.Equal((new Position("e", 8), new Position("e", 8)), (gap.Position, news.Position));
    }

    [Fact]
    public void Rule_20_each_message_comes_once_and_in_order()
    {
        var (world, news) = ClientWorld.Subscribed();
        foreach (var offset in new[] { 1, 2, 2, 1, 3 })
            world.Socket.Message("news", offset);

        Assert.Equal(["1", "2", "3"], ClientWorld.Events(news));
    }

    [Fact]
    public async Task Rule_20_a_pending_read_gets_the_next_message_and_the_end_of_the_loop_ends_the_subscription()
    {
        var world = ClientWorld.Connected();
        var news = world.Client.SubscribeAsync<int>("news");
        var reading = ReadAsync();
        world.Socket.Confirm("news");
        world.Socket.Message("news", 1);
        world.Socket.Message("news", 2);

        Assert.Equal([1, 2], await reading.WaitAsync(Eventually.Timeout));
        Assert.Single(world.Socket.Requests("unsubscribe"));

        async Task<List<int>> ReadAsync()
        {
            var data = new List<int>();
            await foreach (var message in news)
            {
                data.Add(message.Data);
                if (message.Data == 2)
                    break;
            }

            return data;
        }
    }

    [Fact]
    public async Task Rule_20_a_canceled_read_ends_the_subscription()
    {
        var (world, news) = ClientWorld.Subscribed();
        using var canceled = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var message in news.WithCancellation(canceled.Token))
                Assert.Fail($"{message.Data} was not published.");
        });
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Eventually.Timeout));
        Assert.Single(world.Socket.Requests("unsubscribe"));
    }

    [Fact]
    public void Rule_20_a_message_of_another_type_is_an_error_in_its_place()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 1);
        world.Socket.Message("news", 2, "\"two\"");
        world.Socket.Message("news", 3);

        Assert.Equal(["1", "error invalid_data", "3"], ClientWorld.Events(news));
        Assert.Equal(new Position("e", 3), news.Position);
    }

    [Fact]
    public void Rule_20_data_of_any_depth_concern_their_own_message_only()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 1, new string('[', 2000) + new string(']', 2000));
        world.Socket.Message("news", 2);

        Assert.Equal(["error invalid_data", "2"], ClientWorld.Events(news));
        Assert.Empty(world.Errors);
    }

    [Fact]
    public void Rule_20_handlers_that_throw_disturb_nothing()
    {
        var world = ClientWorld.Connected();
        var news = world.Client.SubscribeAsync<int>("news");
        news.StateChanged += _ => throw new InvalidOperationException("mine");
        world.Client.Failed += _ => throw new InvalidOperationException("mine too");
        world.Socket.Confirm("news");
        world.Socket.Message("news", 1);

        Assert.Equal(["1"], ClientWorld.Events(news));
        Assert.Equal("handler_failed", Assert.Single(world.Errors).Code);
    }

    [Fact]
    public void Rule_20_text_binary_and_topics_with_escapes_arrive_as_they_are()
    {
        var world = ClientWorld.Connected();
        var text = world.Client.SubscribeAsync<string>("a\"é/😀");
        var binary = world.Client.SubscribeAsync<byte[]>("binary");
        world.Socket.Say($$"""{"type":"subscribed","id":{{FakeSocket.Id(world.Socket.Requests("subscribe")[0])}},"topic":"a\"\u00e9/😀","epoch":"\u0065","offset":0}""");
        world.Socket.Confirm("binary");
        world.Socket.Say("""{"data":"a\nb","offset":1,"topic":"a\"é/\ud83d\ude00","unknown":{"x":[1]},"type":"message"}""");
        world.Socket.Say("""{"type":"message","topic":"binary","offset":1,"data":"AP8=","encoding":"base64"}""");

        Assert.True(text.TryTake(out var first));
        Assert.Equal(("a\nb", new Position("e", 1), false), (first.Data, first.Position, first.IsBinary));
        Assert.True(binary.TryTake(out var second));
        Assert.Equal((true, true), (second.IsBinary, second.Data is [0, 255]));
    }

    [Fact]
    public void Rule_21_a_gap_stands_where_the_messages_would()
    {
        var (world, news) = ClientWorld.Subscribed(new Position("e", 2));
        world.Socket.Gap("news", 3, 5, "not_kept");
        world.Socket.Message("news", 6);

        Assert.Equal(["gap 3-5 not_kept", "6"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_21_a_gap_has_no_data_to_be_taken_for_a_message()
    {
        var (world, news) = ClientWorld.Subscribed(new Position("e", 2));
        world.Socket.Gap("news", 3, 5, "not_kept");

        Assert.True(news.TryTake(out var message));
        Assert.Contains("3 to 5 of news", Assert.Throws<InvalidOperationException>(() => message.Data).Message, StringComparison.Ordinal);
    }
}
