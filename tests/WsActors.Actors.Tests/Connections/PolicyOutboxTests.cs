using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Settings;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Tests which messages a reader that is behind gets of topics that may drop some.</summary>
public sealed class PolicyOutboxTests
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly TopicName Prices = TopicName.Parse("prices");

    [Fact]
    public void Of_Latest_only_the_newest_stays_behind_one_gap()
    {
        var outbox = new PolicyOutbox();
        for (var offset = 1; offset <= 4; offset++)
            outbox.Add(News, offset, DeliveryPolicy.Latest);

        Assert.Equal(["news 1-3 conflated", "news 4"], outbox.ReadAll());
    }

    [Fact]
    public void Of_Latest_with_keys_the_newest_of_each_stays_in_the_order_of_the_offsets()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(Prices, 1, DeliveryPolicy.Latest, "a");
        outbox.Add(Prices, 2, DeliveryPolicy.Latest, "b");
        outbox.Add(Prices, 3, DeliveryPolicy.Latest, "c");
        outbox.Add(Prices, 4, DeliveryPolicy.Latest, "b");
        outbox.Add(Prices, 5, DeliveryPolicy.Latest);

        Assert.Equal(["prices 1", "prices 2-2 conflated", "prices 3", "prices 4", "prices 5"], outbox.ReadAll());
    }

    [Fact]
    public void Messages_without_a_key_replace_none_that_has_one()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(Prices, 1, DeliveryPolicy.Latest);
        outbox.Add(Prices, 2, DeliveryPolicy.Latest, "a");
        outbox.Add(Prices, 3, DeliveryPolicy.Latest);

        Assert.Equal(["prices 1-1 conflated", "prices 2", "prices 3"], outbox.ReadAll());
    }

    [Fact]
    public void Many_keys_keep_the_budget_by_losing_the_oldest()
    {
        var outbox = new PolicyOutbox();
        for (var offset = 1; offset <= 5; offset++)
            outbox.Add(Prices, offset, DeliveryPolicy.Latest, $"{offset}", padding: 1000, maxBytes: 3000);

        Assert.Equal(["prices 1-3 slow_consumer", "prices 4", "prices 5"], outbox.ReadAll());
    }

    [Fact]
    public void A_gap_of_both_kinds_gives_the_graver_reason()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(Prices, 1, DeliveryPolicy.Latest, "a", padding: 1000, maxBytes: 3000);
        outbox.Add(Prices, 2, DeliveryPolicy.Latest, "a", padding: 1000, maxBytes: 3000);
        outbox.Add(Prices, 3, DeliveryPolicy.Latest, "b", padding: 1000, maxBytes: 3000);
        outbox.Add(Prices, 4, DeliveryPolicy.Latest, "c", padding: 1000, maxBytes: 3000);

        Assert.Equal(["prices 1-2 slow_consumer", "prices 3", "prices 4"], outbox.ReadAll());
    }

    [Fact]
    public void DropOldest_drops_the_oldest_beyond_the_budget_and_one_gap_takes_their_place()
    {
        var outbox = new PolicyOutbox();
        for (var offset = 1; offset <= 9; offset++)
            outbox.Add(News, offset, DeliveryPolicy.DropOldest, padding: 1000, maxBytes: 4000);

        Assert.Equal(["news 1-6 slow_consumer", "news 7", "news 8", "news 9"], outbox.ReadAll());
    }

    [Fact]
    public void The_newest_message_stays_whatever_its_size()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.DropOldest, padding: 5000, maxBytes: 1000);
        outbox.Add(News, 2, DeliveryPolicy.DropOldest, padding: 5000, maxBytes: 1000);

        Assert.Equal(["news 1-1 slow_consumer", "news 2"], outbox.ReadAll());
    }

    [Fact]
    public void What_must_be_delivered_keeps_its_place_among_the_messages()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.DropOldest);
        outbox.Add("history");
        outbox.Add(News, 2, DeliveryPolicy.DropOldest);

        Assert.Equal(["news 1", "history", "news 2"], outbox.ReadAll());
    }

    [Fact]
    public void Answers_pass_before_what_waits_in_their_own_order()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.DropOldest);
        outbox.Answer("first");
        outbox.Answer("second");

        Assert.Equal(["first", "second", "news 1"], outbox.ReadAll());
    }

    [Fact]
    public void Answers_alone_leave_in_their_own_order()
    {
        var outbox = new PolicyOutbox();
        outbox.Answer("first");
        outbox.Answer("second");
        outbox.Add("data");

        Assert.Equal(["first", "second", "data"], outbox.ReadAll());
    }

    [Fact]
    public void What_must_be_delivered_makes_room_at_the_cost_of_the_topic_that_holds_most()
    {
        var outbox = new PolicyOutbox(limit: 8000);
        outbox.Add(News, 1, DeliveryPolicy.DropOldest, padding: 1000);
        outbox.Add(News, 2, DeliveryPolicy.DropOldest, padding: 1000);
        for (var offset = 1; offset <= 4; offset++)
            outbox.Add(Prices, offset, DeliveryPolicy.DropOldest, padding: 1000);

        Assert.True(outbox.Add(new string('f', 1500)));
        Assert.Equal(["news 1", "news 2", "prices 1-1 slow_consumer", "prices 2", "prices 3", "prices 4"], outbox.ReadAll().SkipLast(1));
    }

    [Fact]
    public void What_must_be_delivered_is_refused_where_nothing_may_be_dropped_for_it()
    {
        var outbox = new PolicyOutbox(limit: 2000);
        outbox.Add(News, 1, DeliveryPolicy.Latest, padding: 1000);

        Assert.False(outbox.Add(new string('f', 1500)));
    }

    [Fact]
    public void A_message_that_finds_no_room_beside_what_must_be_delivered_is_refused()
    {
        var outbox = new PolicyOutbox(limit: 2000);
        outbox.Add(new string('f', 1500));

        Assert.False(outbox.Add(News, 1, DeliveryPolicy.Latest, padding: 1000));
    }

    [Fact]
    public void After_a_subscription_has_ended_its_messages_stay_and_no_later_one_is_joined_to_them()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.Latest);
        outbox.Add(News, 2, DeliveryPolicy.Latest);
        outbox.Detach(News);
        outbox.Add("unsubscribed");
        outbox.Add("subscribed");
        outbox.Add(News, 3, DeliveryPolicy.Latest);
        outbox.Add(News, 4, DeliveryPolicy.Latest);

        Assert.Equal(["news 1-1 conflated", "news 2", "unsubscribed", "subscribed", "news 3-3 conflated", "news 4"], outbox.ReadAll());
    }

    [Fact]
    public void A_protocol_without_words_for_gaps_gets_none()
    {
        var outbox = new PolicyOutbox(protocol: PlainProtocol.Instance);
        for (var offset = 1; offset <= 3; offset++)
            outbox.Add(News, offset, DeliveryPolicy.Latest, padding: 100);

        Assert.Equal(PolicyOutbox.FirstSendBytes + 102 + PendingQueue.Overhead, outbox.Bytes);
        Assert.Equal(new DropCount(0, 2, 0), outbox.Dropped);
    }

    [Fact]
    public void Drops_are_counted_once_by_their_policy()
    {
        var outbox = new PolicyOutbox();
        for (var offset = 1; offset <= 4; offset++)
            outbox.Add(Prices, offset, DeliveryPolicy.Latest);
        for (var offset = 1; offset <= 3; offset++)
            outbox.Add(News, offset, DeliveryPolicy.DropOldest, maxBytes: 1);

        Assert.Equal(new DropCount(0, 3, 2), outbox.Dropped);
        Assert.True(outbox.Dropped.IsNone);
    }

    [Fact]
    public void What_is_thrown_away_with_the_connection_is_counted_by_policy_too()
    {
        var outbox = new PolicyOutbox();
        outbox.Add("before");
        outbox.Add(Prices, 1, DeliveryPolicy.Latest);
        outbox.Add(Prices, 2, DeliveryPolicy.Latest);
        outbox.Add(News, 1, DeliveryPolicy.DropOldest);
        outbox.Add("behind");

        Assert.Equal(new DropCount(2, 1, 1), outbox.Waiting);
        outbox.Clear();
        Assert.Equal(PolicyOutbox.FirstSendBytes, outbox.Bytes);
    }

    [Fact]
    public void Shedding_never_makes_more_wait__a_short_message_is_kept_where_its_gap_would_weigh_more()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.DropOldest);
        outbox.Add(News, 2, DeliveryPolicy.DropOldest);
        var waiting = outbox.Bytes;

        Assert.False(outbox.Shed());
        Assert.Equal(waiting, outbox.Bytes);
        Assert.Equal(["news 1", "news 2"], outbox.ReadAll());
    }

    [Fact]
    public void Shedding_leaves_the_newest_of_each_topic()
    {
        var outbox = new PolicyOutbox();
        for (var offset = 1; offset <= 3; offset++)
        {
            outbox.Add(News, offset, DeliveryPolicy.DropOldest);
            outbox.Add(Prices, offset, DeliveryPolicy.Latest, $"{offset}");
        }

        Assert.True(outbox.Shed());
        Assert.Equal(["news 1-2 slow_consumer", "prices 1-2 slow_consumer", "news 3", "prices 3"], outbox.ReadAll());
        Assert.False(outbox.Shed());
    }

    [Fact]
    public void A_reader_that_has_caught_up_is_not_behind_and_costs_nothing()
    {
        var outbox = new PolicyOutbox();
        outbox.Add(News, 1, DeliveryPolicy.Latest);
        Assert.True(outbox.IsBehind);
        outbox.ReadAll();

        Assert.False(outbox.IsBehind);
        Assert.Equal(0, outbox.Bytes);
    }
}
