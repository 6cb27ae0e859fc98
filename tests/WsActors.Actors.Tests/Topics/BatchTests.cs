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
    [Fact]
    public void A_topic_joins_all_that_a_batch_has_for_it()
    {
        var topics = Start(new TopicSettings());
        var subscriber = Subscribe(topics, "a");

        Publish(topics, "a", "b", "a", "a");

        Assert.Equal(3, subscriber.ExpectMsg<Subscriber.Deliver>().Count);
    }

    [Fact]
    public void Answers_stand_in_the_order_of_the_publications()
    {
        var topics = Start(new TopicSettings());

        var answers = Publish(topics, "a", "b", "a");

        Assert.Equal(
            [("a", 1L), ("b", 1L), ("a", 2L)],
            answers.Cast<TopicReply.Published>().Select(published => (published.Topic.Value, published.Position.Offset)));
    }

    [Fact]
    public void What_is_refused_stops_nothing_else()
    {
        var topics = Start(new TopicSettings { MaxTopics = 1 });

        var answers = Publish(topics, "a", "$node.stats", "b", "a");

        Assert.Equal(2, Assert.IsType<TopicReply.Published>(answers[3]).Position.Offset);
        Assert.Equal(ErrorCode.PublishForbidden, Assert.IsType<TopicReply.Refused>(answers[1]).Code);
        Assert.Equal(ErrorCode.TooManyTopics, Assert.IsType<TopicReply.Refused>(answers[2]).Code);
    }

    [Fact]
    public void A_long_batch_is_told_in_pieces_and_in_order()
    {
        var topics = Start(new TopicSettings());
        var subscriber = Subscribe(topics, "a");

        var answers = Publish(topics, [.. Enumerable.Repeat("a", 150)]);

        Assert.Equal(Enumerable.Range(1, 150), answers.Cast<TopicReply.Published>().Select(published => (int)published.Position.Offset));
        Assert.Equal([64, 64, 22], subscriber.ReceiveN(3).Cast<Subscriber.Deliver>().Select(deliver => deliver.Count));
    }

    [Fact]
    public void A_repeated_key_within_a_batch_adds_nothing()
    {
        var topics = Start(new TopicSettings());
        var publish = Publication("a") with { IdempotencyKey = "once" };

        topics.Tell(PublishBatch.Of([publish, publish], TestActor));

        var answers = ExpectMsg<BatchAnswers.Answered>().Answers.Cast<TopicReply.Published>().ToArray();
        Assert.Equal([(1, false), (1, true)], answers.Select(published => (published.Position.Offset, published.IsRepeated)));
    }

    [Fact]
    public void Answers_from_many_threads_are_told_once_and_all()
    {
        const int Count = 500;
        var answers = new BatchAnswers(RequestId.Of(7), new object?[Count], Count, TestActor);

        Parallel.For(0, Count, index =>
        {
            answers.Tell(new TopicReply.Refused($"{index}", "message", RequestId.Of(index)));
            answers.Tell(new TopicReply.Refused("second", "message", RequestId.Of(index)));
        });

        var answered = ExpectMsg<BatchAnswers.Answered>();
        Assert.Equal("7", answered.Request?.Json);
        Assert.Equal(Enumerable.Range(0, Count).Select(index => $"{index}"), answered.Answers.Select(answer => ((TopicReply.Refused)answer!).Code));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_publisher_that_waits_no_longer_sees_the_answers_so_far()
    {
        var answers = new BatchAnswers(request: null, new object?[2], 2, TestActor);
        answers.Tell(new TopicReply.Refused("code", "message", RequestId.Of(1)));

        Assert.Null(answers.SoFar[0]);
        Assert.IsType<TopicReply.Refused>(answers.SoFar[1]);
    }

    [Fact]
    public void A_clients_batch_for_a_new_topic_waits_its_turn_and_is_answered()
    {
        var topics = Start(new TopicSettings());

        topics.Tell(PublishBatch.Of([Publication("new") with { Source = PublicationSource.Client }], TestActor));

        Assert.IsType<TopicReply.Published>(ExpectMsg<BatchAnswers.Answered>().Answers[0]);
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

    private IReadOnlyList<object?> Publish(IActorRef topics, params string[] names)
    {
        topics.Tell(PublishBatch.Of([.. names.Select(Publication)], TestActor));
        return ExpectMsg<BatchAnswers.Answered>().Answers;
    }

    private static TopicRequest.Publish Publication(string topic) =>
        new(TopicName.Parse(topic), Protocol.Topics.Publication.FromBinary("x"u8.ToArray()), PublicationSource.AdminApi);
}
