using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A publication with a connection that must not get it: all others do, and so does the history.</summary>
public sealed class ExcludedSubscriberTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly TestProbe _sender;
    private readonly TestProbe _other;

    public ExcludedSubscriberTests() => (_sender, _other) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void The_excluded_connection_gets_nothing_and_is_not_counted()
    {
        var topics = Start();
        Subscribe(topics, _sender);
        Subscribe(topics, _other);

        topics.Tell(Publication("a", except: _sender));

        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Subscribers);
        Assert.Equal("a", TextOf(_other.ExpectMsg<Subscriber.Deliver>()));
        _sender.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_connection_that_is_not_subscribed_excludes_nobody()
    {
        var topics = Start();
        Subscribe(topics, _other);

        topics.Tell(Publication("a", except: _sender));

        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Subscribers);
        Assert.Equal("a", TextOf(_other.ExpectMsg<Subscriber.Deliver>()));
    }

    [Fact]
    public void Of_joined_publications_it_gets_the_others_in_their_order()
    {
        var topics = Start();
        PublishTogether(topics, Publication("a"), Publication("b", except: _sender), Publication("c"));

        var (all, rest) = (_other.ExpectMsg<Subscriber.Deliver>(), _sender.ExpectMsg<Subscriber.Deliver>());
        Assert.Equal("abc", TextOf(all));
        Assert.Equal("ac", TextOf(rest));
        Assert.Equal((3, 2), (all.Count, rest.Count));
        Assert.Null(rest.Droppable);
    }

    [Fact]
    public void A_joined_delivery_of_which_one_frame_is_left_has_no_parts()
    {
        var topics = Start();
        PublishTogether(topics, Publication("a", except: _sender), Publication("b"));

        var rest = _sender.ExpectMsg<Subscriber.Deliver>();
        Assert.Equal(("b", 1), (TextOf(rest), rest.Count));
        Assert.Null(rest.Parts);
    }

    [Theory]
    [InlineData(DeliveryPolicy.Latest)]
    [InlineData(DeliveryPolicy.DropOldest)]
    public void Publications_that_may_be_dropped_keep_their_offsets_and_keys(DeliveryPolicy delivery)
    {
        var topics = Start(delivery);
        PublishTogether(topics, Publication("a", key: "one"), Publication("b", key: "two", except: _sender), Publication("c", key: "three"));

        var (all, rest) = (_other.ExpectMsg<Subscriber.Deliver>().Droppable!, _sender.ExpectMsg<Subscriber.Deliver>().Droppable!);
        Assert.Equal([1L, 2L, 3L], Enumerable.Range(0, 3).Select(all.OffsetOf));
        Assert.Equal([1L, 3L], Enumerable.Range(0, 2).Select(rest.OffsetOf));
        Assert.Equal(["one", "three"], rest.Keys);
    }

    [Fact]
    public void A_topic_whose_only_subscriber_is_excluded_tells_the_next_one_the_right_offsets()
    {
        var topics = Start(DeliveryPolicy.Latest);
        Subscribe(topics, _sender);
        topics.Tell(Publication("a", except: _sender));
        ExpectMsg<TopicReply.Published>();
        topics.Tell(Publication("b"));

        Assert.Equal(2, _sender.ExpectMsg<Subscriber.Deliver>().Droppable!.OffsetOf(0));
    }

    [Fact]
    public void The_history_has_it_and_another_connection_catches_up_with_it()
    {
        var topics = Start();
        topics.Tell(Publication("a", except: _sender));
        ExpectMsg<TopicReply.Published>();
        topics.Tell(new TopicRequest.GetHistory(News, null, 10, 10_000));
        Assert.Single(ExpectMsg<TopicReply.History>().Page.Messages);

        Assert.Single(CatchUp(topics, _other).Frames);
    }

    [Fact]
    public void The_same_connection_catches_up_without_it_and_with_no_gap()
    {
        var topics = Start();
        topics.Tell(Publication("a", except: _sender));
        topics.Tell(Publication("b"));
        ReceiveN(2);

        var replayed = CatchUp(topics, _sender);

        Assert.Single(replayed.Frames);
        Assert.Null(replayed.Page.Missed);
        Assert.Equal(2, replayed.Page.After);
    }

    private IActorRef Start(DeliveryPolicy delivery = DeliveryPolicy.Every)
    {
        var rule = new TopicRule { Match = "*", Delivery = delivery, History = new HistoryRule { Messages = 10 } };
        return Sys.ActorOf(TopicsActor.Props(new TopicSettings { Rules = [rule] }, new TopicRules([rule]), Clock, Telemetry));
    }

    private static IActorRef Subscribe(IActorRef topics, TestProbe subscriber)
    {
        topics.Tell(new TopicRequest.Subscribe(News, subscriber, PlainProtocol.Instance));
        return subscriber.ExpectMsg<Subscriber.Subscribed>().TopicRef;
    }

    private static Subscriber.Replayed CatchUp(IActorRef topics, TestProbe subscriber)
    {
        Assert.True(SinceRequest.TryCreate(null, 0, out var since, out _));
        topics.Tell(new TopicRequest.Subscribe(News, subscriber, PlainProtocol.Instance) { Since = since });
        var subscribed = subscriber.ExpectMsg<Subscriber.Subscribed>();
        subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, 0), subscriber);
        return subscriber.ExpectMsg<Subscriber.Replayed>();
    }

    /// <summary>Both subscribe, and all publications reach the topic in one message, so that it joins them.</summary>
    private void PublishTogether(IActorRef topics, params TopicRequest.Publish[] publications)
    {
        Subscribe(topics, _sender);
        Subscribe(topics, _other);
        topics.Tell(PublishBatch.Of(publications, CreateTestProbe()));
    }

    private static TopicRequest.Publish Publication(string text, string? key = null, TestProbe? except = null)
    {
        Assert.True(Protocol.Topics.Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new TopicRequest.Publish(News, publication.About(key).Excluding(except?.Ref.Path.Name), PublicationSource.AdminApi);
    }

    private static string TextOf(Subscriber.Deliver deliver) =>
        string.Concat((deliver.Parts ?? [deliver.Frame]).Select(frame => Encoding.UTF8.GetString(frame[2..])));
}
