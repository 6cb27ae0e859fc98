using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A topic that keeps its past, and subscribers that return to it.</summary>
public sealed class TopicHistoryTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void Messages_of_a_topic_with_history_carry_their_offset()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);
        Publish(topics, "a");

        Assert.Contains("\"offset\":1", Text(subscriber.ExpectMsg<Subscriber.Deliver>().Frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Returning_subscriber_is_not_live_before_it_has_caught_up()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Publish(topics, "a");
        var subscribed = Subscribe(topics, subscriber, since: 0);

        Assert.False(subscribed.IsLive);
        Assert.Equal(0, Publish(topics, "b").Subscribers);
        subscriber.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Returning_subscriber_catches_up_and_is_told_of_what_follows_without_a_hole()
    {
        var topics = Start(Keeping(1000));
        var subscriber = CreateTestProbe();
        for (var i = 1; i <= 300; i++)
            Publish(topics, $"{i}");
        var subscribed = Subscribe(topics, subscriber, since: 0);

        var first = CatchUp(subscriber, subscribed, after: 0);
        Publish(topics, "301");
        var last = CatchUp(subscriber, subscribed, first.Page.After);
        Publish(topics, "302");

        Assert.Equal((256L, false), (first.Page.After, first.Page.IsEnd));
        Assert.Equal((301L, true), (last.Page.After, last.Page.IsEnd));
        Assert.Contains("\"offset\":302", Text(subscriber.ExpectMsg<Subscriber.Deliver>().Frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Subscribers_that_return_together_share_their_frames()
    {
        var topics = Start(Keeping(10));
        Publish(topics, "a");
        var (one, other) = (CreateTestProbe(), CreateTestProbe());

        var first = CatchUp(one, Subscribe(topics, one, since: 0), after: 0);
        var second = CatchUp(other, Subscribe(topics, other, since: 0), after: 0);

        Assert.Same(Assert.Single(first.Frames), Assert.Single(second.Frames));
    }

    [Fact]
    public void Subscriber_that_leaves_while_it_catches_up_is_forgotten()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Publish(topics, "a");
        var subscribed = Subscribe(topics, subscriber, since: 0);

        subscribed.TopicRef.Tell(new TopicActor.Unsubscribe(subscriber));
        subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, 0), subscriber);

        Assert.Equal(0, Publish(topics, "b").Subscribers);
        subscriber.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Subscription_that_is_taken_back_before_its_answer_came_leaves_nothing_behind()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);

        topics.Tell(new TopicsActor.Unsubscribe(News, subscriber));

        Assert.Equal(0, Publish(topics, "a").Subscribers);
        Assert.Equal(0, Telemetry.Figures.Subscriptions);
    }

    [Fact]
    public void Subscriber_that_catches_up_hears_when_its_topic_fails()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Publish(topics, "a");
        var subscribed = Subscribe(topics, subscriber, since: 0);

        subscribed.TopicRef.Tell(Kill.Instance);

        Assert.Equal(News, subscriber.ExpectMsg<Subscriber.TopicLost>().Topic);
    }

    [Fact]
    public void Topic_with_history_is_not_forgotten_before_its_last_message_is_too_old()
    {
        var topics = Start(Keeping(10) with { Age = TimeSpan.FromMinutes(20) });
        var epoch = Publish(topics, "a").Position.Epoch;

        Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(epoch, Publish(topics, "b").Position.Epoch);

        Time.Advance(TimeSpan.FromMinutes(30));
        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));
    }

    [Fact]
    public void History_answers_with_the_latest_messages_or_with_those_behind_an_offset()
    {
        var topics = Start(Keeping(10));
        for (var i = 1; i <= 5; i++)
            Publish(topics, $"{i}");

        Assert.Equal([4L, 5L], History(topics, since: null, limit: 2));
        Assert.Equal([2L, 3L], History(topics, since: 1, limit: 2));
    }

    [Fact]
    public void History_of_an_unknown_topic_makes_none()
    {
        var topics = Start(Keeping(10));
        topics.Tell(new TopicRequest.GetHistory(News, null, 1, 1000));

        ExpectMsg<TopicReply.Unknown>();
        Assert.Equal(0, Telemetry.Figures.Topics);
    }

    [Fact]
    public void Cleared_history_is_empty_and_goes_on_numbering()
    {
        var topics = Start(Keeping(10));
        Publish(topics, "a");
        topics.Tell(new TopicRequest.ClearHistory(News));

        Assert.Equal(1, ExpectMsg<TopicReply.HistoryCleared>().Position.Offset);
        Assert.Empty(History(topics, since: null, limit: 10));
        Assert.Equal(2, Publish(topics, "b").Position.Offset);
    }

    [Fact]
    public void Repeated_idempotency_key_adds_nothing()
    {
        var topics = Start(Keeping(10));
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);

        var first = Publish(topics, "a", key: "k");
        var repeated = Publish(topics, "a", key: "k");
        var other = Publish(topics, "b", key: "l");

        Assert.Equal((1L, false, 1L, true, 2L), (first.Position.Offset, first.IsRepeated, repeated.Position.Offset, repeated.IsRepeated, other.Position.Offset));
        subscriber.ExpectMsg<Subscriber.Deliver>();
        subscriber.ExpectMsg<Subscriber.Deliver>();
        subscriber.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Another_publication_under_a_known_key_is_refused_and_told_to_nobody()
    {
        var topics = Start(Keeping(10));
        Publish(topics, "a", key: "k");

        Tell(topics, "b", key: "k");

        Assert.Equal(ErrorCode.IdempotencyKeyReused, ExpectMsg<TopicReply.Refused>().Code);
        Assert.Equal(2, Publish(topics, "c").Position.Offset);
    }

    [Fact]
    public void Histories_of_all_topics_stay_within_the_nodes_budget()
    {
        var topics = Start(Keeping(1000), maxHistoryBytes: 2000);
        for (var i = 0; i < 100; i++)
            Publish(topics, "0123456789");

        topics.Tell(new TopicRequest.GetSnapshot(News));
        var snapshot = ExpectMsg<TopicSnapshot>();
        Assert.InRange(snapshot.HistoryBytes, 1, 2000);
        Assert.Equal(100, snapshot.Position.Offset);
    }

    private static HistoryRule Keeping(int messages) => new() { Messages = messages };

    private IActorRef Start(HistoryRule history, int maxHistoryBytes = int.MaxValue)
    {
        var settings = new TopicSettings
        {
            MaxHistoryBytes = maxHistoryBytes,
            Rules = [new TopicRule { Match = "*", History = history }],
        };
        return Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry));
    }

    private static Subscriber.Subscribed Subscribe(IActorRef topics, TestProbe subscriber, long? since = null)
    {
        SinceRequest? position = null;
        if (since is { } offset)
            Assert.True(SinceRequest.TryCreate(null, offset, out position, out _));
        topics.Tell(new TopicRequest.Subscribe(News, subscriber, JsonProtocol.Instance) { Since = position });
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private static Subscriber.Replayed CatchUp(TestProbe subscriber, Subscriber.Subscribed subscribed, long after)
    {
        subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, after), subscriber);
        return subscriber.ExpectMsg<Subscriber.Replayed>();
    }

    private IEnumerable<long> History(IActorRef topics, long? since, int limit)
    {
        SinceRequest? position = null;
        if (since is { } offset)
            Assert.True(SinceRequest.TryCreate(null, offset, out position, out _));
        topics.Tell(new TopicRequest.GetHistory(News, position, limit, 100_000));
        return ExpectMsg<TopicReply.History>().Page.Messages.Select(message => message.Offset);
    }

    private TopicReply.Published Publish(IActorRef topics, string text, string? key = null)
    {
        Tell(topics, text, key);
        return ExpectMsg<TopicReply.Published>();
    }

    private static void Tell(IActorRef topics, string text, string? key)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        topics.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi) { IdempotencyKey = key });
    }

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame.AsSpan(2));
}
