using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.FanOut;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics.FanOut;

/// <summary>
/// A topic with many subscribers joins publications until a sample of its subscribers has taken the last fan-out. The subscribers answer
/// the probes when the test lets them. The topic runs on the thread of the test.
/// </summary>
public sealed class PacedFanOutTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly CapturingRef[] _subscribers;
    private IActorRef _topicRef;

    public PacedFanOutTests()
    {
        _subscribers = [.. Enumerable.Range(0, FanOutPace.MinSubscribers).Select(i => new CapturingRef(Sys, $"{i}"))];
        _topicRef = StartTopic(new HistoryRule(), storage: null);
    }

    [Fact]
    public void A_sample_of_the_subscribers_is_asked_at_equal_distances()
    {
        Publish("a");

        Assert.Equal(Enumerable.Range(1, FanOutPace.SampleSize).Select(i => (i * 8) - 1), Asked());
    }

    [Fact]
    public void Publications_during_a_fan_out_are_answered_and_told_together_once_the_sample_has_taken_it()
    {
        ExpectTwoJoined();
    }

    [Fact]
    public void One_subscriber_of_the_sample_is_enough_to_wait_for()
    {
        Publish("a");
        Publish("b");
        AnswerProbes(Asked().Skip(1));

        Assert.Equal([1], Told());
    }

    [Fact]
    public void A_subscriber_that_leaves_is_not_waited_for()
    {
        Publish("a");
        var asked = Asked();
        _topicRef.Tell(new TopicActor.Unsubscribe(_subscribers[asked[^1]]));
        AnswerProbes(asked.SkipLast(1));

        Publish("b");

        Assert.Equal([1, 1], Told());
    }

    [Fact]
    public void An_answer_to_the_probe_of_an_earlier_fan_out_counts_nothing()
    {
        Publish("a");
        var earlier = ProbesOf(_subscribers[Asked()[0]]).Last();
        AnswerProbes(Asked());
        Publish("b");
        AnswerProbes(Asked().Skip(1));
        Publish("c");

        _topicRef.Tell(earlier, _subscribers[Asked()[0]]);
        Assert.Equal([1, 1], Told());

        AnswerProbe(Asked()[0]);
        Assert.Equal([1, 1, 1], Told());
    }

    [Fact]
    public void A_sample_that_makes_no_progress_is_given_up()
    {
        Publish("a");
        Publish("b");

        Time.Advance(2 * FanOutPace.Timeout);

        Assert.Equal([1, 1], Told());
    }

    [Fact]
    public void A_sample_that_makes_progress_is_waited_for()
    {
        Publish("a");
        Publish("b");
        foreach (var asked in Asked().SkipLast(1))
        {
            AnswerProbe(asked);
            Time.Advance(FanOutPace.Timeout);
        }

        Assert.Equal([1], Told());
    }

    [Fact]
    public void With_16_joined_publishers_are_answered_only_after_the_fan_out()
    {
        Publish("a");
        for (var i = 0; i < 15; i++)
            Publish("b");
        Tell("c");
        ExpectNoMsg(TimeSpan.Zero);

        AnswerProbes(Asked());

        Assert.Equal(17, ExpectMsg<TopicReply.Published>().Position.Offset);
        Assert.Equal([1, 16], Told());
    }

    [Fact]
    public void With_16_KB_joined_publishers_are_answered_only_after_the_fan_out()
    {
        Publish("a");
        Tell(new string('b', 16 * 1024));
        ExpectNoMsg(TimeSpan.Zero);

        AnswerProbes(Asked());

        Assert.Equal(2, ExpectMsg<TopicReply.Published>().Position.Offset);
    }

    [Fact]
    public void With_64_joined_the_next_fan_out_begins_although_the_last_is_not_taken()
    {
        Publish("a");
        for (var i = 0; i < 64; i++)
            Tell("b");

        Assert.Equal(Enumerable.Range(2, 64), ReceiveN(64).Select(answer => (int)((TopicReply.Published)answer).Position.Offset));
        Assert.Equal([1, 64], Told());
    }

    [Fact]
    public void A_new_subscriber_receives_nothing_that_was_joined_before_it()
    {
        Publish("a");
        Publish("b");
        var late = CreateTestProbe();
        _topicRef.Tell(new TopicRequest.Subscribe(News, late, PlainProtocol.Instance));

        Assert.Equal(2, late.ExpectMsg<Subscriber.Subscribed>().Position.Offset);
        Publish("c");
        late.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal([1, 1], Told());
    }

    [Fact]
    public void A_topic_that_fails_tells_what_was_joined_and_answered()
    {
        Publish("a");
        Publish("b");

        _topicRef.Tell(Kill.Instance);

        Eventually(() => Assert.Equal(2, _subscribers[0].Messages.OfType<Subscriber.TopicLost>().Single().Last.Offset));
        Assert.Equal([1, 1], Told());
    }

    [Fact]
    public void A_durable_topic_joins_what_the_disk_has_taken_meanwhile()
    {
        _topicRef = StartTopic(new HistoryRule { Messages = 10, Durable = true }, new TopicStorage(new MemoryHistoryStore(), new StorageSettings(), Telemetry.Storage));
        ExpectTwoJoined();
    }

    [Fact]
    public void A_topic_with_fewer_subscribers_is_not_paced()
    {
        _topicRef.Tell(new TopicActor.Unsubscribe(_subscribers[^1]));
        Publish("a");
        Publish("b");

        Assert.Empty(Asked());
        Assert.Equal([1, 1], Told());
    }

    private void ExpectTwoJoined()
    {
        Publish("a");
        Publish("b");
        Publish("c");
        Assert.Equal([1], Told());

        AnswerProbes(Asked());

        Assert.Equal([1, 2], Told());
    }

    private IActorRef StartTopic(HistoryRule history, TopicStorage? storage)
    {
        var environment = new TopicEnvironment(new TopicSettings(), Clock, Telemetry) { Storage = storage };
        var rule = new TopicRule { Match = "*", History = history };
        var topic = Sys.ActorOf(TopicActor.Props(News, rule, environment).WithDispatcher(CallingThreadDispatcher.Id));
        foreach (var subscriber in _subscribers)
            topic.Tell(new TopicRequest.Subscribe(News, subscriber, PlainProtocol.Instance));
        return topic;
    }

    private void Publish(string text)
    {
        Tell(text);
        ExpectMsg<TopicReply.Published>();
    }

    private void Tell(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        _topicRef.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi), TestActor);
    }

    // The places of the subscribers that the last probe was sent to.
    private int[] Asked()
    {
        var last = _subscribers.Max(subscriber => ProbesOf(subscriber).Count());
        return last == 0 ? [] : [.. Enumerable.Range(0, _subscribers.Length).Where(i => ProbesOf(_subscribers[i]).Count() == last)];
    }

    private static IEnumerable<Subscriber.DeliveryProbe> ProbesOf(CapturingRef subscriber) => subscriber.Messages.OfType<Subscriber.DeliveryProbe>();

    private void AnswerProbes(IEnumerable<int> subscribers)
    {
        foreach (var subscriber in subscribers)
            AnswerProbe(subscriber);
    }

    private void AnswerProbe(int subscriber) => _topicRef.Tell(ProbesOf(_subscribers[subscriber]).Last(), _subscribers[subscriber]);

    // The number of publications in each delivery to the first subscriber.
    private int[] Told() => [.. _subscribers[0].Messages.OfType<Subscriber.Deliver>().Select(deliver => deliver.Count)];
}
