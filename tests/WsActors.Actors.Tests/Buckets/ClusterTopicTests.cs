using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Topics of a cluster, as publishers and subscribers on any node see them.</summary>
public sealed class ClusterTopicTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void A_publication_is_answered_and_reaches_subscribers_on_all_nodes()
    {
        var cluster = Cluster(3);
        var subscribers = cluster.Nodes.Select(node => Subscribe(node, News)).ToArray();

        var published = Publish(cluster.Nodes[0], "one");

        Assert.Equal(1, published.Position.Offset);
        foreach (var subscriber in subscribers)
            Assert.Equal(News, Delivery(subscriber).Topic);
    }

    [Fact]
    public void An_idempotency_key_is_recognised_on_another_node()
    {
        var cluster = Cluster(3);
        var first = Publish(cluster.Nodes[0], "one", key: "k");

        var second = Publish(cluster.Nodes[1], "one", key: "k");

        Assert.Equal(first.Position, second.Position);
        Assert.True(second.IsRepeated);
    }

    [Fact]
    public void A_client_that_returns_to_another_node_gets_what_it_missed()
    {
        var cluster = Cluster(3);
        var first = Publish(cluster.Nodes[0], "one");
        Publish(cluster.Nodes[1], "two");

        var subscriber = CreateTestProbe();
        var subscribed = Subscribe(cluster.Nodes[2], News, subscriber, SinceRequest.From(first.Position));

        Assert.True(subscribed.Recovery!.IsComplete);
        Assert.Equal(1, subscribed.Recovery.After);
        Assert.Equal(2, subscribed.Position.Offset);
    }

    [Fact]
    public void Acknowledged_publications_survive_the_death_of_the_home()
    {
        var cluster = Cluster(3);
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        var subscriber = Subscribe(others[0], News);
        var epoch = Publish(others[0], "one").Position.Epoch;
        Delivery(subscriber);

        cluster.Kill(home);
        var second = PublishWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), others[1], "two");

        Assert.Equal(new TopicPosition(epoch, 2), second.Position);
        Delivery(subscriber);
        var history = History(others[1]);
        Assert.Equal(["one", "two"], history.Page.Messages.Select(message => Text(message.Publication)));
    }

    [Fact]
    public void Topics_move_to_another_node_without_a_loss()
    {
        var cluster = Cluster(3);
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        var subscriber = Subscribe(home, News);
        Publish(home, "one");
        Delivery(subscriber);

        cluster.Move(News, others[0]);
        var second = PublishWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), home, "two");

        Assert.Equal(2, second.Position.Offset);
        Delivery(subscriber);
    }

    [Fact]
    public void A_lost_delivery_is_noticed_and_fetched()
    {
        var cluster = Cluster(3);
        var home = cluster.HomeOf(News);
        var other = cluster.Nodes.First(node => node != home);
        var subscriber = Subscribe(other, News);
        var lost = 0;
        cluster.IsLost = (from, to, message) => to == other.Id
            && message is WsActors.Actors.Buckets.Messages.BucketMessage { Body: WsActors.Actors.Buckets.Messages.BucketBody.Feed } && Interlocked.Increment(ref lost) == 1;

        Publish(home, "one");
        AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), () => subscriber.HasMessages);

        Delivery(subscriber);
        Assert.Equal(1, Math.Min(lost, 1));
    }

    [Fact]
    public void Without_a_home_publications_are_refused_and_can_be_repeated()
    {
        var cluster = Cluster(3);
        Publish(cluster.Nodes[0], "one");
        var home = cluster.HomeOf(News);
        var other = cluster.Nodes.First(node => node != home);
        cluster.IsLost = (from, to, _) => from == home.Id || to == home.Id;

        var publisher = CreateTestProbe();
        other.TopicsRef.Tell(new TopicRequest.Publish(News, Of("two"), PublicationSource.AdminApi), publisher);
        AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), () => publisher.HasMessages);

        Assert.Equal("try_again_later", publisher.ExpectMsg<TopicReply.Refused>().Code);
    }

    private TestCluster Cluster(int nodes) => new(Time, Sys, Clock, Telemetry, nodes);

    private TestProbe Subscribe(TestNode node, TopicName topic)
    {
        var subscriber = CreateTestProbe();
        Subscribe(node, topic, subscriber, since: null);
        return subscriber;
    }

    private static Subscriber.Subscribed Subscribe(TestNode node, TopicName topic, TestProbe subscriber, SinceRequest? since)
    {
        node.TopicsRef.Tell(new TopicRequest.Subscribe(topic, subscriber, JsonProtocol.Instance) { Since = since }, subscriber);
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private static Subscriber.Deliver Delivery(TestProbe subscriber) => (Subscriber.Deliver)subscriber.FishForMessage(message => message is Subscriber.Deliver);

    private TopicReply.Published Publish(TestNode node, string text, string? key = null)
    {
        var publisher = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.Publish(News, Of(text), PublicationSource.AdminApi) { IdempotencyKey = key }, publisher);
        return publisher.ExpectMsg<TopicReply.Published>();
    }

    private TopicReply.Published PublishWhile(Action pass, TestNode node, string text)
    {
        var publisher = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.Publish(News, Of(text), PublicationSource.AdminApi), publisher);
        AwaitWhile(pass, () => publisher.HasMessages);
        return publisher.ExpectMsg<TopicReply.Published>();
    }

    private void AwaitWhile(Action pass, Func<bool> condition) => AwaitCondition(
        () =>
        {
            pass();
            return condition();
        },
        TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(5));

    private TopicReply.History History(TestNode node)
    {
        var reader = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.GetHistory(News, null, 100, 1_000_000), reader);
        return reader.ExpectMsg<TopicReply.History>();
    }

    private static string Text(Publication publication) => System.Text.Encoding.UTF8.GetString(publication.Payload.Span);

    internal static Publication Of(string text) =>
        Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(text), out var publication, out var fault) ? publication : throw new ArgumentException(fault);
}
