using System.Text;
using Akka.TestKit;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Publishers and subscribers of a <see cref="TestCluster"/>.</summary>
public abstract class ClusterTest : ActorTest
{
    private protected static readonly TopicName News = TopicName.Parse("news");

    private protected TestCluster Cluster(int nodes, TopicRule? rule = null) => new(Time, Sys, Clock, Telemetry, nodes, rule);

    private protected IReadOnlyList<string> List(TestNode node, string prefix, string? after)
    {
        var reader = CreateTestProbe();
        node.BucketsRef.Tell(new BucketQuery.ListTopics(prefix, after, 100), reader);
        return [.. reader.ExpectMsg<BucketAnswer.Topics>().List.Select(topic => topic.Topic.Value)];
    }

    private protected IReadOnlyList<string?> Members(TestNode node)
    {
        var reader = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.GetMembers(News, 0, 100, 100_000), reader);
        return reader.ReceiveOne(TimeSpan.FromSeconds(1)) is TopicReply.Members members ? [.. members.Page.Members.Select(member => member.User)] : [];
    }

    private protected Subscriber.Subscribed SinceStart(TestNode node)
    {
        var subscriber = CreateTestProbe();
        Assert.True(SinceRequest.TryCreate(epoch: null, 0, out var since, out _));
        return Subscribe(node, News, subscriber, since);
    }

    private protected void PassUntil(TestCluster cluster, Func<bool> condition) => AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), condition);

    private protected TestProbe Subscribe(TestNode node, TopicName topic, string? user = null)
    {
        var subscriber = CreateTestProbe();
        Subscribe(node, topic, subscriber, since: null, user);
        return subscriber;
    }

    private protected static Subscriber.Subscribed Subscribe(TestNode node, TopicName topic, TestProbe subscriber, SinceRequest? since, string? user = null)
    {
        node.TopicsRef.Tell(new TopicRequest.Subscribe(topic, subscriber, JsonProtocol.Instance) { Since = since, User = user }, subscriber);
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private protected static Subscriber.Deliver Delivery(TestProbe subscriber) => (Subscriber.Deliver)subscriber.FishForMessage(message => message is Subscriber.Deliver);

    private protected TopicReply.Published Publish(TestNode node, string text, string? key = null)
    {
        var publisher = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.Publish(News, Of(text), PublicationSource.AdminApi) { IdempotencyKey = key }, publisher);
        return publisher.ExpectMsg<TopicReply.Published>();
    }

    private protected TopicReply.Published PublishWhile(Action pass, TestNode node, string text)
    {
        var publisher = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.Publish(News, Of(text), PublicationSource.AdminApi), publisher);
        AwaitWhile(pass, () => publisher.HasMessages);
        return publisher.ExpectMsg<TopicReply.Published>();
    }

    private protected void AwaitWhile(Action pass, Func<bool> condition) => AwaitCondition(
        () =>
        {
            pass();
            return condition();
        },
        TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(5));

    private protected TopicReply.History History(TestNode node)
    {
        var reader = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.GetHistory(News, null, 100, 1_000_000), reader);
        return reader.ExpectMsg<TopicReply.History>();
    }

    private protected static string Text(Publication publication) => Encoding.UTF8.GetString(publication.Payload.Span);

    internal static Publication Of(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault) ? publication : throw new ArgumentException(fault);
}
