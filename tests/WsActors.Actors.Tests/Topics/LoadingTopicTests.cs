using System.Text;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A durable topic whose log is still being read from the disk, or cannot be.</summary>
public sealed class LoadingTopicTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly StorageFault Broken = new(StorageFault.InputOutput, "broken");

    private readonly MemoryHistoryStore _store = new() { IsHeld = true };

    [Fact]
    public void What_comes_meanwhile_waits_and_is_answered_in_its_order()
    {
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(News, TestActor, JsonProtocol.Instance));
        topics.Tell(Publication("a"), TestActor);
        topics.Tell(new TopicRequest.GetSnapshot(News), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        _store.IsHeld = false;
        _store.Release();

        Assert.Equal(0, ExpectMsg<Subscriber.Subscribed>().Position.Offset);
        Assert.Equal(0, ExpectMsg<TopicSnapshot>().Position.Offset);
        ExpectMsg<Subscriber.Deliver>();
        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Subscribers);
    }

    [Fact]
    public void Who_leaves_before_the_log_is_there_is_not_subscribed()
    {
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(News, TestActor, JsonProtocol.Instance));
        topics.Tell(new TopicsActor.Unsubscribe(News, TestActor));
        topics.Tell(Publication("a"), CreateTestProbe());

        _store.IsHeld = false;
        _store.Release();

        ExpectMsg<Subscriber.Subscribed>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Where_the_log_cannot_be_read_everyone_who_waits_is_refused_by_name()
    {
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(News, TestActor, JsonProtocol.Instance));
        topics.Tell(Publication("a"), TestActor);
        topics.Tell(new TopicRequest.GetHistory(News, null, 10, 1000), TestActor);
        topics.Tell(new TopicRequest.ClearHistory(News), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        _store.Fault = Broken;
        _store.Release();

        Assert.Equal(ErrorCode.StorageUnavailable, ExpectMsg<Subscriber.SubscribeRefused>().Code);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(ErrorCode.StorageUnavailable, ExpectMsg<TopicReply.Refused>().Code));
    }

    [Fact]
    public void A_log_that_could_not_be_read_is_tried_again_for_whoever_comes_next()
    {
        _store.IsHeld = false;
        _store.Fault = Broken;
        var topics = Start();
        topics.Tell(Publication("a"), TestActor);
        ExpectMsg<TopicReply.Refused>();

        _store.Fault = null;
        topics.Tell(Publication("b"), TestActor);

        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Position.Offset);
    }

    [Fact]
    public void A_topic_that_was_never_read_is_forgotten_like_any_other()
    {
        _store.IsHeld = false;
        _store.Fault = Broken;
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(News, TestActor, JsonProtocol.Instance));
        ExpectMsg<Subscriber.SubscribeRefused>();

        Time.Advance(2 * new TopicSettings().ForgetAfter);

        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));
    }

    [Fact]
    public void Publications_beyond_what_may_wait_are_refused_and_the_others_are_taken()
    {
        var topics = Start(maxWaitingBytes: 1000);
        for (var i = 0; i < 5; i++)
            topics.Tell(Publication(new string('x', 100)), TestActor);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(ErrorCode.StorageUnavailable, ExpectMsg<TopicReply.Refused>().Code));

        _store.IsHeld = false;
        _store.Release();

        Assert.Equal([1L, 2L], Enumerable.Range(0, 2).Select(_ => ExpectMsg<TopicReply.Published>().Position.Offset));
        topics.Tell(Publication("room again"), TestActor);
        Assert.Equal(3, ExpectMsg<TopicReply.Published>().Position.Offset);
    }

    [Fact]
    public void A_batch_waits_as_one_and_each_of_its_publications_is_answered()
    {
        var topics = Start();
        topics.Tell(PublishBatch.Of([Publication("a"), Publication("b")], TestActor));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        _store.IsHeld = false;
        _store.Release();

        Assert.Equal([1L, 2L], ExpectMsg<BatchAnswers.Answered>().Answers.Cast<TopicReply.Published>().Select(published => published.Position.Offset));
    }

    [Fact]
    public void Another_topic_is_not_held_up()
    {
        var topics = Start();
        topics.Tell(Publication("a"), TestActor);

        topics.Tell(Publication("b") with { Topic = TopicName.Parse("plain") }, TestActor);

        Assert.Equal("plain", ExpectMsg<TopicReply.Published>().Topic.Value);
    }

    [Fact]
    public void A_topic_that_fails_while_it_loads_loses_nothing_that_waits()
    {
        var topics = Start();
        topics.Tell(Publication("a"), TestActor);
        Eventually(() => Assert.NotEmpty(_store.Held));
        Sys.ActorSelection(topics.Path / "*").Tell(Kill.Instance);
        Eventually(() => Assert.Equal(2, _store.Held.Count));

        _store.IsHeld = false;
        _store.Release();

        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Position.Offset);
    }

    private IActorRef Start(int maxWaitingBytes = 1_000_000)
    {
        var durable = new TopicRule { Match = "news", History = new HistoryRule { Messages = 100, Durable = true } };
        var settings = new TopicSettings { Rules = [durable] };
        var storage = new TopicStorage(_store, new StorageSettings { MaxWaitingBytes = maxWaitingBytes }, Telemetry.Storage);
        return Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry, storage: storage));
    }

    private static TopicRequest.Publish Publication(string text)
    {
        Assert.True(Protocol.Topics.Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new TopicRequest.Publish(News, publication, PublicationSource.AdminApi);
    }
}
