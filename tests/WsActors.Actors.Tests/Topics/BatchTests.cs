using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

public sealed class BatchTests : ActorTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_topic_joins_all_that_a_batch_has_for_it()
    {
        var topics = Start(new TopicSettings());
        var subscriber = Subscribe(topics, "a");

        PublishBatch(topics, "a", "b", "a", "a");

        Assert.Equal(3, subscriber.ExpectMsg<Subscriber.Deliver>().Count);
    }

    [Fact]
    public void Answers_stand_in_the_order_of_the_publications()
    {
        var topics = Start(new TopicSettings());

        var answers = PublishBatch(topics, "a", "b", "a");

        Assert.Equal(
            [("a", 1L), ("b", 1L), ("a", 2L)],
            answers.Cast<TopicReply.Published>().Select(published => (published.Topic.Value, published.Position.Offset)));
    }

    [Fact]
    public void What_is_refused_stops_nothing_else()
    {
        var topics = Start(new TopicSettings { MaxTopics = 1 });

        var answers = PublishBatch(topics, "a", "$node.stats", "b", "a");

        Assert.Equal(2, Assert.IsType<TopicReply.Published>(answers[3]).Position.Offset);
        Assert.Equal(ErrorCode.PublishForbidden, Assert.IsType<TopicReply.Refused>(answers[1]).Code);
        Assert.Equal(ErrorCode.TooManyTopics, Assert.IsType<TopicReply.Refused>(answers[2]).Code);
    }

    [Fact]
    public void A_long_batch_is_told_in_pieces_and_in_order()
    {
        var topics = Start(new TopicSettings());
        var subscriber = Subscribe(topics, "a");

        var answers = PublishBatch(topics, [.. Enumerable.Repeat("a", 150)]);

        Assert.Equal(Enumerable.Range(1, 150), answers.Cast<TopicReply.Published>().Select(published => (int)published.Position.Offset));
        Assert.Equal([64, 64, 22], subscriber.ReceiveN(3).Cast<Subscriber.Deliver>().Select(deliver => deliver.Count));
    }

    [Fact]
    public void A_repeated_key_within_a_batch_adds_nothing()
    {
        var topics = Start(new TopicSettings());
        var publish = Publication("a") with { IdempotencyKey = "once" };

        topics.Tell(new TopicsActor.PublishBatch([publish, publish], Timeout), TestActor);

        var answers = ExpectMsg<BatchActor.Answered>().Answers.Cast<TopicReply.Published>().ToArray();
        Assert.Equal([(1, false), (1, true)], answers.Select(published => (published.Position.Offset, published.IsRepeated)));
    }

    [Fact]
    public async Task What_is_not_answered_in_time_is_left_out()
    {
        var gatherer = ActorOf(BatchActor.Props(2, Timeout, TestActor));
        gatherer.Tell(new TopicReply.Refused("code", "message", RequestId.Of(1)));
        await gatherer.Ask<ActorIdentity>(new Identify(null));
        Time.Advance(Timeout);

        var answers = ExpectMsg<BatchActor.Answered>().Answers;

        Assert.Null(answers[0]);
        Assert.IsType<TopicReply.Refused>(answers[1]);
    }

    private IActorRef Start(TopicSettings settings) =>
        Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry));

    private TestProbe Subscribe(IActorRef topics, string topic)
    {
        var subscriber = CreateTestProbe();
        topics.Tell(new TopicRequest.Subscribe(TopicName.Parse(topic), subscriber, PlainProtocol.Instance));
        subscriber.ExpectMsg<Subscriber.Subscribed>();
        return subscriber;
    }

    private IReadOnlyList<object?> PublishBatch(IActorRef topics, params string[] names)
    {
        topics.Tell(new TopicsActor.PublishBatch([.. names.Select(Publication)], Timeout), TestActor);
        return ExpectMsg<BatchActor.Answered>().Answers;
    }

    private static TopicRequest.Publish Publication(string topic) =>
        new(TopicName.Parse(topic), Protocol.Topics.Publication.FromBinary("x"u8.ToArray()), PublicationSource.AdminApi);
}
