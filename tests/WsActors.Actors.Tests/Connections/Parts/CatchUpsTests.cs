using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>A client that returns to several topics fetches one page after the other.</summary>
public sealed class CatchUpsTests
{
    private readonly TurnHarness _harness = new();
    private Subscriptions _subscriptions;

    [Fact]
    public void One_page_is_asked_for_at_a_time()
    {
        var (first, second) = (Return("a"), Return("b"));
        Ask();
        Ask();

        Assert.Equal((1, 0), (Asked(first), Asked(second)));
        Replay(first, isEnd: true);
        Ask();
        Assert.Equal((0, 1), (Asked(first), Asked(second)));
    }

    [Fact]
    public void A_topic_with_more_pages_waits_behind_the_others()
    {
        var (first, second) = (Return("a"), Return("b"));
        Ask();
        Replay(first, isEnd: false);
        Ask();
        Assert.Equal((1, 1), (Asked(first), Asked(second)));

        Replay(second, isEnd: true);
        Ask();
        Assert.Equal((1, 0), (Asked(first), Asked(second)));
    }

    [Fact]
    public void A_topic_that_was_left_while_its_page_was_awaited_holds_up_no_other()
    {
        var (first, second) = (Return("a"), Return("b"));
        Ask();
        Assert.True(_subscriptions.TryLeave(first.Topic, _harness.Turn));
        Ask();

        Assert.Equal(1, Asked(second));
        Replay(second, isEnd: true);
        Assert.True(_subscriptions.IsLive(second.Topic));
    }

    [Fact]
    public void A_topic_that_lost_its_log_while_its_page_was_awaited_holds_up_no_other()
    {
        var (first, second) = (Return("a"), Return("b"));
        Ask();
        _subscriptions.ReturnTo(new Subscriber.TopicLost(first.Topic, new TopicPosition("e", 9)), _harness.Turn);
        Ask();

        Assert.Equal(1, Asked(second));
    }

    [Fact]
    public void A_topic_that_lost_its_log_is_asked_for_what_the_client_does_not_have()
    {
        var first = Return("a");
        Ask();
        Replay(first, isEnd: false);
        _harness.Decided();
        _subscriptions.ReturnTo(new Subscriber.TopicLost(first.Topic, new TopicPosition("e", 9)), _harness.Turn);

        var request = _harness.Decided().Select(effect => effect.Subject).OfType<TopicRequest.Subscribe>().Single();
        Assert.Equal((5L, true), (request.Since!.Offset, request.IsReturn));
    }

    [Fact]
    public void A_page_that_comes_for_a_topic_that_was_left_is_not_sent()
    {
        var first = Return("a");
        Ask();
        Assert.True(_subscriptions.TryLeave(first.Topic, _harness.Turn));
        _harness.Decided();
        Replay(first, isEnd: true);

        Assert.Empty(_harness.Decided());
        Assert.False(_subscriptions.IsLive(first.Topic));
    }

    private Subscriber.Subscribed Return(string name)
    {
        Assert.True(SinceRequest.TryCreate("e", 3, out var since, out _));
        var topic = TopicName.Parse(name);
        _subscriptions.Subscribe(topic, RequestId.Of(1), since, _harness.Turn);
        var request = _harness.Decided().Select(effect => effect.Subject).OfType<TopicRequest.Subscribe>().Single();
        var subscribed = new Subscriber.Subscribed(
            topic, new CapturingRef(null, name), new TopicPosition("e", 9), new Recovery(true, null, 3), request);
        _subscriptions.OnSubscribed(subscribed, _harness.Turn);
        _harness.Decided();
        return subscribed;
    }

    private void Ask() => _subscriptions.AskNextPage(_harness.Self);

    // How many pages the topic was asked for since the last time.
    private static int Asked(Subscriber.Subscribed subscribed)
    {
        var asked = 0;
        while (((CapturingRef)subscribed.TopicRef).TryTake(out var message, out _))
            asked += message is TopicActor.CatchUp ? 1 : 0;
        return asked;
    }

    private void Replay(Subscriber.Subscribed to, bool isEnd) => _subscriptions.OnReplayed(
        new Subscriber.Replayed(to.Topic, to.TopicRef, [], new LogPage([], null, After: 5, isEnd), to.Request), _harness.Turn);
}
