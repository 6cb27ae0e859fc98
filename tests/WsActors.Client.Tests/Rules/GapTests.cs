using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 22 to 28 of docs/client-rules.md.</summary>
public sealed class GapTests
{
    [Theory]
    [InlineData("conflated", false)]
    [InlineData("slow_consumer", true)]
    [InlineData("not_kept", true)]
    [InlineData("no_history", true)]
    [InlineData("damaged", true)]
    public void Rule_22_a_gap_tells_if_the_state_must_be_loaded_anew(string reason, bool reload)
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Gap("news", 1, 1, reason);

        Assert.True(news.TryTake(out var message));
        Assert.Equal(reload, message.Gap?.Reload);
    }

    [Fact]
    public void Rule_22_a_log_that_was_set_back_is_read_from_its_beginning()
    {
        var (world, news) = ClientWorld.Subscribed(new Position("e", 50));
        world.Reconnect();
        world.Socket.Confirm("news", offset: 0, recovered: false);
        world.Socket.Gap("news", 1, 0, "offset_ahead");
        world.Socket.Message("news", 1);

        Assert.Equal(["gap 1-0 offset_ahead", "1"], ClientWorld.Events(news));
        Assert.Equal(new Position("e", 1), news.Position);
    }

    [Fact]
    public void Rule_23_a_new_epoch_is_a_gap_whoever_names_it()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Reconnect();
        world.Socket.Confirm("news", epoch: "f", offset: 0, recovered: false);
        world.Socket.Gap("news", 1, 2, "epoch_changed");
        world.Socket.Message("news", 3);
        Assert.Equal(["gap 1-2 epoch_changed", "3"], ClientWorld.Events(news));

        // The topic failed on the server, and its log is lost.
        world.Socket.Say("""{"type":"subscribed","topic":"news","epoch":"g","offset":4}""");
        Assert.Equal(["gap 1-4 epoch_changed"], ClientWorld.Events(news));
        Assert.Equal(new Position("g", 4), news.Position);
    }

    [Fact]
    public void Rule_23_a_gap_of_a_new_epoch_is_not_lost_with_the_connection_that_announced_it()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Reconnect();
        world.Socket.Confirm("news", epoch: "f", offset: 0, recovered: false);
        Assert.Equal(new Position("e", 0), news.Position);
        world.Reconnect();
        world.Socket.Confirm("news");
        world.Socket.Message("news", 1);

        Assert.Equal(["gap 1-0 epoch_changed", "1"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_24_a_subscription_with_an_older_position_gets_the_past_and_the_others_do_not_get_it_twice()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 1);
        world.Socket.Message("news", 2);
        var older = world.Client.SubscribeAsync<int>("news", new Position("e", 0));
        Assert.Equal(["unsubscribe", "subscribe"], world.Socket.Requests().TakeLast(2).Select(request => request.GetProperty("type").GetString()));
        Assert.Equal("news e-0", world.Socket.Subscribes[^1]);
        world.Socket.Message("news", 3);
        world.Socket.Confirm("news");
        foreach (var offset in new[] { 1, 2, 3, 4 })
            world.Socket.Message("news", offset);

        Assert.Equal(["1", "2", "3", "4"], ClientWorld.Events(news));
        Assert.Equal(["1", "2", "3", "4"], ClientWorld.Events(older));
    }

    [Fact]
    public void Rule_24_a_subscription_with_a_newer_position_waits_for_it()
    {
        var (world, news) = ClientWorld.Subscribed();
        var newer = world.Client.SubscribeAsync<int>("news", new Position("e", 2));
        foreach (var offset in new[] { 1, 2, 3 })
            world.Socket.Message("news", offset);

        Assert.Equal(["1", "2", "3"], ClientWorld.Events(news));
        Assert.Equal(["3"], ClientWorld.Events(newer));
        Assert.Single(world.Socket.Subscribes);
    }

    [Fact]
    public void Rule_24_a_gap_concerns_a_subscription_only_as_far_as_it_has_not_received_the_messages()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 5);
        var older = world.Client.SubscribeAsync<int>("news", new Position("e", 1));
        world.Socket.Confirm("news", recovered: false);
        world.Socket.Gap("news", 2, 4, "not_kept");
        world.Socket.Gap("news", 5, 7, "not_kept");

        Assert.Equal(["5", "gap 6-7 not_kept"], ClientWorld.Events(news));
        Assert.Equal(["gap 2-4 not_kept", "gap 5-7 not_kept"], ClientWorld.Events(older));
    }

    [Fact]
    public void Rule_25_what_a_slow_application_has_not_read_becomes_one_gap()
    {
        var (world, news) = ClientWorld.Subscribed(configure: options => options.MaxBuffered = 3);
        for (var offset = 1; offset <= 5; offset++)
            world.Socket.Message("news", offset);

        Assert.Equal(["gap 1-4 slow_consumer", "5"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_25_the_gap_begins_behind_what_the_application_has_read()
    {
        var (world, news) = ClientWorld.Subscribed(configure: options => options.MaxBuffered = 3);
        world.Socket.Message("news", 1);
        world.Socket.Message("news", 2);
        Assert.Equal(["1"], ClientWorld.Events(news, most: 1));
        world.Socket.Gap("news", 3, 4, "not_kept");
        for (var offset = 5; offset <= 20; offset++)
            world.Socket.Message("news", offset);

        Assert.Equal(["gap 2-18 slow_consumer", "19", "20"], ClientWorld.Events(news));
        Assert.Equal(new Position("e", 20), news.Position);
    }

    [Fact]
    public void Rule_25_a_gap_over_two_epochs_covers_all_of_the_new_one()
    {
        var (world, news) = ClientWorld.Subscribed(configure: options => options.MaxBuffered = 2);
        world.Socket.Message("news", 7);
        world.Socket.Say("""{"type":"subscribed","topic":"news","epoch":"f","offset":3}""");
        world.Socket.Message("news", 4);

        Assert.Equal(["gap 1-4 slow_consumer"], ClientWorld.Events(news));
    }

    [Fact]
    public async Task Rule_26_a_refusal_ends_the_topics_subscriptions_and_nothing_else()
    {
        var (world, news) = ClientWorld.Subscribed();
        var secret = world.Client.SubscribeAsync<int>("secret");
        world.Socket.Refuse(world.Socket.Last("subscribe"), "subscribe_forbidden");
        world.Socket.Message("news", 1);

        Assert.Equal(SubscriptionState.Closed, secret.State);
        Assert.Equal(["error subscribe_forbidden"], await ClientWorld.EndOfAsync(secret));
        Assert.Equal(["1"], ClientWorld.Events(news));
        world.Reconnect();
        Assert.Equal(["news e-1"], world.Socket.Subscribes);
    }

    [Fact]
    public void Rule_26_an_error_that_passes_is_retried_with_back_off()
    {
        var world = ClientWorld.Connected();
        var news = world.Client.SubscribeAsync<int>("news", new Position("e", 7));
        foreach (var wait in new[] { 1000, 2000 })
        {
            world.Socket.Refuse(world.Socket.Last("subscribe"), "try_again_later");
            var count = world.Socket.Subscribes.Count;
            world.Advance(wait - 1);
            Assert.Equal(count, world.Socket.Subscribes.Count);
            world.Advance(1);
            Assert.Equal(count + 1, world.Socket.Subscribes.Count);
        }

        world.Socket.Confirm("news");

        Assert.Equal(SubscriptionState.Live, news.State);
        Assert.Equal("news e-7", world.Socket.Subscribes[^1]);
    }

    [Fact]
    public void Rule_27_a_subscription_by_the_server_is_replaced_by_one_from_our_position()
    {
        var world = ClientWorld.Connected();
        var news = world.Client.SubscribeAsync<int>("news", new Position("e", 7));
        var request = world.Socket.Last("subscribe");
        world.Socket.Say("""{"type":"subscribed","topic":"news","epoch":"e","offset":9}""");
        world.Socket.Message("news", 10);
        world.Socket.Refuse(request, "already_subscribed");
        Assert.Equal(["unsubscribe", "subscribe"], world.Socket.Requests().TakeLast(2).Select(sent => sent.GetProperty("type").GetString()));
        world.Socket.Confirm("news");
        foreach (var offset in new[] { 8, 9, 10 })
            world.Socket.Message("news", offset);

        Assert.Equal(["8", "9", "10"], ClientWorld.Events(news));
    }

    [Fact]
    public async Task Rule_28_an_end_by_the_server_ends_the_subscriptions_or_is_retried_if_it_passes()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Say("""{"type":"unsubscribed","topic":"news","reason":"try_again_later"}""");
        Assert.Equal(SubscriptionState.Pending, news.State);
        world.Advance(1000);
        world.Socket.Confirm("news");
        Assert.Equal(SubscriptionState.Live, news.State);

        world.Socket.Say("""{"type":"unsubscribed","topic":"news","reason":"no_longer_allowed"}""");
        Assert.Equal(["error no_longer_allowed"], await ClientWorld.EndOfAsync(news));
    }
}
