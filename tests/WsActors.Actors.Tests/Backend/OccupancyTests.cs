using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Backend;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Backend;

/// <summary>Reports to the application a topic's first subscriber, and that a topic has had no subscriber for a while.</summary>
public sealed class OccupancyTests : ActorTest
{
    private static readonly TimeSpan EmptiedAfter = TimeSpan.FromSeconds(5);
    private static readonly TopicName Room = TopicName.Parse("room.1");

    private readonly FakeBackend _backend = new();

    [Fact]
    public void The_first_subscriber_occupies_the_topic_and_the_second_is_no_news()
    {
        var topics = Start();
        Subscribe(topics, CreateTestProbe());
        Subscribe(topics, CreateTestProbe());

        Assert.Equal(new BackendEvent.TopicOccupied(Room), _backend.NextEvent());
        Assert.Equal(0, _backend.UnreadEvents);
    }

    [Fact]
    public void A_topic_is_emptied_when_the_last_subscriber_has_been_gone_for_a_while()
    {
        var topics = Start();
        Leave(Subscribe(topics, CreateTestProbe()));
        _backend.NextEvent();
        Settle(topics);
        Time.Advance(EmptiedAfter - TimeSpan.FromMilliseconds(100));
        Settle(topics);
        Assert.Equal(0, _backend.UnreadEvents);
        Time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal(new BackendEvent.TopicVacated(Room), _backend.NextEvent());
    }

    [Fact]
    public void A_subscriber_that_reconnects_is_no_news()
    {
        var topics = Start();
        for (var i = 0; i < 10; i++)
        {
            Leave(Subscribe(topics, CreateTestProbe()));
            Settle(topics);
            Time.Advance(EmptiedAfter / 4);
            Subscribe(topics, CreateTestProbe(), leaves: i < 9);
        }

        Time.Advance(EmptiedAfter * 2);
        Settle(topics);
        Assert.IsType<BackendEvent.TopicOccupied>(_backend.NextEvent());
        Assert.Equal(0, _backend.UnreadEvents);
    }

    [Fact]
    public void A_topic_that_was_emptied_is_occupied_anew()
    {
        var topics = Start();
        Leave(Subscribe(topics, CreateTestProbe()));
        _backend.NextEvent();
        Settle(topics);
        Time.Advance(EmptiedAfter);
        _backend.NextEvent();
        Subscribe(topics, CreateTestProbe());

        Assert.Equal(new BackendEvent.TopicOccupied(Room), _backend.NextEvent());
    }

    [Fact]
    public void A_topic_that_stops_with_the_node_is_emptied()
    {
        var topics = Start();
        Subscribe(topics, CreateTestProbe());
        _backend.NextEvent();
        Sys.Stop(topics);

        Assert.Equal(new BackendEvent.TopicVacated(Room), _backend.NextEvent());
    }

    [Fact]
    public void Topics_whose_rule_says_nothing_of_events_are_not_told()
    {
        var topics = Start(new TopicRule { Match = "*" });
        Leave(Subscribe(topics, CreateTestProbe()));
        Settle(topics);
        Time.Advance(EmptiedAfter * 2);
        Settle(topics);

        Assert.Equal(0, _backend.UnreadEvents);
    }

    private IActorRef Start(TopicRule? rule = null)
    {
        var rules = new TopicRules([rule ?? new TopicRule { Match = "room.*", Events = true }]);
        return Sys.ActorOf(TopicsActor.Props(new TopicSettings { EmptiedAfter = EmptiedAfter }, rules, Clock, Telemetry, _backend));
    }

    private static (IActorRef TopicRef, TestProbe Subscriber) Subscribe(IActorRef topics, TestProbe who, bool leaves = false)
    {
        topics.Tell(new TopicRequest.Subscribe(Room, who, PlainProtocol.Instance));
        var subscribed = (who.ExpectMsg<Subscriber.Subscribed>().TopicRef, who);
        if (leaves)
            Leave(subscribed);
        return subscribed;
    }

    private static void Leave((IActorRef TopicRef, TestProbe Subscriber) subscribed) =>
        subscribed.TopicRef.Tell(new TopicActor.Unsubscribe(subscribed.Subscriber));

    // Whatever was told before has been handled when this is answered.
    private void Settle(IActorRef topics)
    {
        topics.Tell(new TopicRequest.GetSnapshot(Room), TestActor);
        ExpectMsg<TopicSnapshot>();
    }
}
