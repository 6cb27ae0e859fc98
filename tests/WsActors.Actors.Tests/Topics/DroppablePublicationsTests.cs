using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A topic tells with its publications what a connection must know to drop some of them.</summary>
public sealed class DroppablePublicationsTests : ActorTest
{
    private static readonly TopicName Prices = TopicName.Parse("prices");
    private static readonly TopicRule Latest = new() { Match = "prices", Delivery = DeliveryPolicy.Latest, DeliveryBytes = 5000 };

    private readonly TestProbe _subscriber;

    public DroppablePublicationsTests() => _subscriber = CreateTestProbe();

    [Fact]
    public void Publication_of_a_topic_that_delivers_every_one_may_not_be_dropped()
    {
        var topicRef = Subscribe(new TopicRule { Match = "*" });
        Publish(topicRef, "a");

        Assert.Null(_subscriber.ExpectMsg<Subscriber.Deliver>().Droppable);
    }

    [Fact]
    public void Where_faults_may_be_injected_all_offsets_are_told_and_the_rule_that_lets_none_be_dropped()
    {
        var rules = new TopicRules([new TopicRule { Match = "*" }]);
        var environment = new TopicEnvironment(new TopicSettings(), Clock, Telemetry) { TellsOffsets = true };
        var topics = Sys.ActorOf(TopicsActor.Props(rules, environment));
        topics.Tell(new TopicRequest.Subscribe(Prices, _subscriber, JsonProtocol.Instance));
        var topicRef = _subscriber.ExpectMsg<Subscriber.Subscribed>().TopicRef;
        Publish(topicRef, key: null);
        Publish(topicRef, key: null);

        var droppable = _subscriber.ExpectMsg<Subscriber.Deliver>().Droppable!;
        Assert.Equal((1, false), (droppable.FirstOffset, droppable.MayDrop));
    }

    [Fact]
    public void Offset_and_rule_are_told_whether_or_not_the_topic_keeps_history()
    {
        var topicRef = Subscribe(Latest);
        Publish(topicRef, null);
        Assert.Equal(new Droppable(Latest, 1, null), _subscriber.ExpectMsg<Subscriber.Deliver>().Droppable);

        Publish(topicRef, null);
        Assert.Equal(new Droppable(Latest, 2, null), _subscriber.ExpectMsg<Subscriber.Deliver>().Droppable);
    }

    [Fact]
    public void Joined_publications_keep_their_own_keys()
    {
        var topicRef = Subscribe(Latest);
        Publish(topicRef, "before");
        _subscriber.ExpectMsg<Subscriber.Deliver>();
        var suspended = (IInternalActorRef)topicRef;
        suspended.Suspend();
        Publish(topicRef, null);
        Publish(topicRef, "a");
        Publish(topicRef, null);
        Publish(topicRef, "b");
        suspended.Resume(null);

        var droppable = _subscriber.ExpectMsg<Subscriber.Deliver>().Droppable!;
        Assert.Equal(2, droppable.FirstOffset);
        Assert.Equal([null, "a", null, "b"], droppable.Keys);
    }

    [Fact]
    public void Publications_that_nobody_heard_do_not_count_for_the_first_offset()
    {
        var topicRef = Subscribe(Latest);
        topicRef.Tell(new TopicActor.Unsubscribe(_subscriber));
        Publish(topicRef, "a");
        topicRef.Tell(new TopicRequest.Subscribe(Prices, _subscriber, PlainProtocol.Instance));
        _subscriber.ExpectMsg<Subscriber.Subscribed>();
        Publish(topicRef, "b");

        var droppable = _subscriber.ExpectMsg<Subscriber.Deliver>().Droppable!;
        Assert.Equal((2L, "b"), (droppable.FirstOffset, droppable.Keys![0]));
    }

    private IActorRef Subscribe(TopicRule rule)
    {
        var topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([rule]), Clock, Telemetry));
        topics.Tell(new TopicRequest.Subscribe(Prices, _subscriber, JsonProtocol.Instance));
        return _subscriber.ExpectMsg<Subscriber.Subscribed>().TopicRef;
    }

    private static void Publish(IActorRef topicRef, string? key)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes("x"), out var publication, out _));
        topicRef.Tell(new TopicRequest.Publish(Prices, publication.About(key), PublicationSource.AdminApi), ActorRefs.NoSender);
    }
}
