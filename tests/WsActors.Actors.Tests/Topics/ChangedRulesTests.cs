using System.Text;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Rules that change while a topic exists.</summary>
public sealed class ChangedRulesTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly TopicRule Made = new() { Match = "*", History = new HistoryRule { Messages = 3 } };

    private readonly TopicRules _rules = new([Made]);
    private readonly MemoryHistoryStore _store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Smaller_limits_of_a_history_hold_from_the_next_request_on(bool isDurable)
    {
        var topics = Start(isDurable);
        Publish(topics, 3);

        Use(isDurable, new HistoryRule { Messages = 1 });

        Assert.Equal((1, 1), (Snapshot(topics).HistoryMessages, Snapshot(topics).Rule.History.Messages));
        Publish(topics, 2);
        Assert.Equal((1, 5L), (Snapshot(topics).HistoryMessages, Snapshot(topics).Position.Offset));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Larger_limits_of_a_history_hold_for_what_is_published_next(bool isDurable)
    {
        var topics = Start(isDurable);
        Publish(topics, 5);

        Use(isDurable, new HistoryRule { Messages = 10 });
        Publish(topics, 4);

        Assert.Equal(7, Snapshot(topics).HistoryMessages);
    }

    [Fact]
    public void A_shorter_age_of_a_durable_history_reaches_the_disk()
    {
        var topics = Start(isDurable: true);
        Publish(topics, 3);

        Use(isDurable: true, new HistoryRule { Messages = 3, Age = TimeSpan.FromSeconds(7) });
        _store.IsHeld = true;
        topics.Tell(Publication(), TestActor);

        Eventually(() => Assert.Contains(_store.Held, request => request is StorageRequest.Append));
        Assert.Equal(TimeSpan.FromSeconds(7), _store.Held.OfType<StorageRequest.Append>().Single().KeepFor);
    }

    [Fact]
    public void What_would_need_another_log_or_concerns_waiting_messages_stays_until_the_topic_is_made_anew()
    {
        var topics = Start(isDurable: false);
        Publish(topics, 1);

        _rules.Use([Made with
        {
            Subscribe = Permission.Nobody,
            Presence = true,
            Events = true,
            Delivery = DeliveryPolicy.Latest,
            DeliveryBytes = 7,
            History = new HistoryRule(),
        }]);

        Assert.Equal(Made with { Subscribe = Permission.Nobody }, Snapshot(topics).Rule);
    }

    [Fact]
    public void A_history_that_begins_waits_until_the_topic_is_made_anew()
    {
        _rules.Use([new TopicRule { Match = "*" }]);
        var topics = Start(isDurable: false);
        Publish(topics, 1);

        _rules.Use([Made]);
        Publish(topics, 1);

        Assert.Equal((0, 0), (Snapshot(topics).HistoryMessages, Snapshot(topics).Rule.History.Messages));
    }

    [Fact]
    public void A_back_end_and_an_operator_may_subscribe_to_a_topic_that_no_client_may()
    {
        _rules.Use([Made with { Subscribe = Permission.Nobody }]);
        var topics = Start(isDurable: false);
        var subscriber = CreateTestProbe();

        topics.Tell(new TopicRequest.Subscribe(News, subscriber, JsonProtocol.Instance));
        subscriber.ExpectMsg<Subscriber.SubscribeRefused>();

        topics.Tell(new TopicRequest.Subscribe(News, subscriber, JsonProtocol.Instance) { IsUnruled = true });
        subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private void Use(bool isDurable, HistoryRule history) => _rules.Use([Made with { History = history with { Durable = isDurable } }]);

    private IActorRef Start(bool isDurable)
    {
        if (isDurable)
            Use(isDurable, Made.History);
        var storage = isDurable ? new TopicStorage(_store, new StorageSettings(), Telemetry.Storage) : null;
        return Sys.ActorOf(TopicsActor.Props(new TopicSettings(), _rules, Clock, Telemetry, storage: storage));
    }

    private TopicSnapshot Snapshot(IActorRef topics)
    {
        topics.Tell(new TopicRequest.GetSnapshot(News), TestActor);
        return ExpectMsg<TopicSnapshot>();
    }

    private void Publish(IActorRef topics, int count)
    {
        for (var i = 0; i < count; i++)
        {
            topics.Tell(Publication(), TestActor);
            ExpectMsg<TopicReply.Published>();
        }
    }

    private static TopicRequest.Publish Publication()
    {
        Assert.True(Protocol.Topics.Publication.TryParseText(Encoding.UTF8.GetBytes("text"), out var publication, out _));
        return new TopicRequest.Publish(News, publication, PublicationSource.AdminApi);
    }
}
