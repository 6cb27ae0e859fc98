using System.Text;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Clients that request many new topics, or leave many, do not delay others.</summary>
public sealed class FairnessTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly IActorRef _topics;

    public FairnessTests() => _topics = Sys.ActorOf(
        TopicsActor.Props(new TopicSettings(), new TopicRules([new TopicRule { Match = "*", Publish = Permission.Anyone }]), Clock, Telemetry));

    [Fact]
    public void A_publication_passes_subscriptions_to_new_names_that_came_before_it()
    {
        using var pause = Pause();
        for (var i = 0; i < 2000; i++)
            _topics.Tell(Subscribe($"new.{i}"));
        _topics.Tell(Publish(News, PublicationSource.AdminApi));
        pause.Set();

        FishForMessage<TopicReply.Published>(_ => true);
        Assert.Equal("$a", LastSender.Path.Name);
        Eventually(() => Assert.Equal(2000, Telemetry.Figures.Subscriptions));
    }

    [Fact]
    public void A_publication_to_a_name_that_waits_to_be_made_finds_its_subscribers_there()
    {
        using var pause = Pause();
        for (var i = 0; i < 100; i++)
            _topics.Tell(Subscribe($"new.{i}"));
        _topics.Tell(Subscribe("news"));
        _topics.Tell(Publish(News, PublicationSource.AdminApi));
        pause.Set();

        Assert.Equal(1, FishForMessage<TopicReply.Published>(_ => true).Subscribers);
        Eventually(() => Assert.Equal(101, Telemetry.Figures.Subscriptions));
    }

    [Fact]
    public void What_one_client_asks_of_a_new_name_keeps_its_order()
    {
        using var pause = Pause();
        for (var i = 0; i < 100; i++)
            _topics.Tell(Subscribe($"new.{i}"));
        _topics.Tell(Subscribe("news"));
        _topics.Tell(new TopicsActor.Unsubscribe(News, TestActor));
        _topics.Tell(Subscribe("news"));
        _topics.Tell(Publish(News, PublicationSource.Client));
        _topics.Tell(new TopicRequest.GetHistory(News, Since: null, 10, 1000));
        pause.Set();

        FishForMessage<Subscriber.Subscribed>(subscribed => subscribed.Topic == News);
        FishForMessage<Subscriber.Subscribed>(subscribed => subscribed.Topic == News);
        Assert.Equal(1, FishForMessage<TopicReply.Published>(_ => true).Subscribers);
        FishForMessage<TopicReply.History>(_ => true);
    }

    [Fact]
    public void Clients_messages_for_more_new_topics_than_may_be_are_refused_each()
    {
        var full = Sys.ActorOf(TopicsActor.Props(new TopicSettings { MaxTopics = 1 }, new TopicRules([]), Clock, Telemetry));
        full.Tell(Subscribe("one"));
        ExpectMsg<Subscriber.Subscribed>();
        full.Tell(Subscribe("two"));
        full.Tell(Publish(News, PublicationSource.Client));

        Assert.Equal(ErrorCode.TooManyTopics, ExpectMsg<Subscriber.SubscribeRefused>().Code);
        Assert.Equal(ErrorCode.TooManyTopics, ExpectMsg<TopicReply.Refused>().Code);
    }

    [Fact]
    public void Who_leaves_many_topics_in_one_message_is_subscribed_to_none_of_them()
    {
        var left = new List<(TopicName, IActorRef?)>();
        for (var i = 0; i < 200; i++)
        {
            _topics.Tell(Subscribe($"new.{i}"));
            var subscribed = ExpectMsg<Subscriber.Subscribed>();
            left.Add((subscribed.Topic, i % 2 == 0 ? subscribed.TopicRef : null));
        }

        _topics.Tell(new TopicsActor.Leave(TestActor, left));

        Eventually(() => Assert.Equal(0, Telemetry.Figures.Subscriptions));
    }

    private TopicRequest.Subscribe Subscribe(string topic) => new(TopicName.Parse(topic), TestActor, PlainProtocol.Instance);

    private static TopicRequest.Publish Publish(TopicName topic, PublicationSource source)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes("x"), out var publication, out _));
        return new TopicRequest.Publish(topic, publication, source);
    }

    // Holds the actor in one turn, so that everything told meanwhile lies in its mailbox.
    private ManualResetEventSlim Pause()
    {
        var pause = new ManualResetEventSlim();
        _topics.Tell(new TopicRequest.GetSnapshot(TopicName.Parse("unknown")), new WaitingRef(Sys, pause));
        return pause;
    }

    private sealed class WaitingRef(ActorSystem system, ManualResetEventSlim pause) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "waiting";

        public override IActorRefProvider Provider { get; } = ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender) => pause.Wait(TimeSpan.FromSeconds(30));
    }
}
