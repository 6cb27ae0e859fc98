using System.Text;
using Akka.TestKit;
using WsActors.Actors.Backend;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Backend;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Topics of a cluster, as publishers and subscribers on any node see them.</summary>
public sealed class ClusterTopicTests : ClusterTest
{
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
            && message is BucketMessage { Body: BucketBody.Feed } && Interlocked.Increment(ref lost) == 1;

        Publish(home, "one");
        AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), () => subscriber.HasMessages);

        Delivery(subscriber);
        Assert.True(lost > 0);
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

    [Fact]
    public void A_history_is_deleted_on_all_nodes()
    {
        var cluster = Cluster(3);
        Publish(cluster.Nodes[0], "one");
        var other = cluster.Nodes.First(node => node != cluster.HomeOf(News));
        var subscriber = Subscribe(other, News);

        var client = CreateTestProbe();
        cluster.Nodes[0].TopicsRef.Tell(new TopicRequest.ClearHistory(News), client);

        Assert.Equal(1, client.ExpectMsg<TopicReply.HistoryCleared>().Position.Offset);
        Assert.Empty(History(cluster.Nodes[1]).Page.Messages);
        Eventually(() => Assert.False(SinceStart(other).Recovery!.IsComplete));
    }

    [Fact]
    public void A_batch_is_answered_in_its_order()
    {
        var cluster = Cluster(3);
        var publisher = CreateTestProbe();
        var publications = Enumerable.Range(0, 50)
            .Select(i => new TopicRequest.Publish(TopicName.Parse($"topic{i % 7}"), Of($"{i}"), PublicationSource.AdminApi)).ToArray();

        cluster.Nodes[2].TopicsRef.Tell(PublishBatch.Of(publications, publisher), publisher);

        var answers = publisher.ExpectMsg<BatchAnswers.Answered>().Answers.Cast<TopicReply.Published>().ToArray();
        Assert.Equal(publications.Select(publish => publish.Topic), answers.Select(answer => answer.Topic));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)(i / 7) + 1), answers.Select(answer => answer.Position.Offset));
    }

    [Fact]
    public void A_topic_that_nobody_knows_is_unknown()
    {
        var cluster = Cluster(3);
        var reader = CreateTestProbe();

        cluster.Nodes[1].TopicsRef.Tell(new TopicRequest.GetSnapshot(News), reader);

        Assert.Equal(News, reader.ExpectMsg<TopicReply.Unknown>().Topic);
    }

    [Fact]
    public void Subscribers_of_all_nodes_are_counted()
    {
        var cluster = Cluster(3);
        foreach (var node in cluster.Nodes)
            Subscribe(node, News);

        Eventually(() =>
        {
            var reader = CreateTestProbe();
            cluster.Nodes[0].TopicsRef.Tell(new TopicRequest.GetSnapshot(News), reader);
            Assert.Equal(3, reader.ExpectMsg<TopicSnapshot>().Subscribers);
        });
    }

    [Fact]
    public void Members_of_all_nodes_are_listed_and_announced_to_all_nodes()
    {
        var cluster = Cluster(3, TestCluster.KeptRule with { Presence = true });
        var watcher = Subscribe(cluster.Nodes[0], News, user: "ann");
        Subscribe(cluster.Nodes[1], News, user: "bob");

        PassUntil(cluster, () => Members(cluster.Nodes[2]).SequenceEqual(["ann", "bob"]));
        var announced = new StringBuilder();
        PassUntil(cluster, () =>
        {
            while (watcher.HasMessages)
                announced.Append(watcher.ReceiveOne(TimeSpan.Zero) is Subscriber.Announced news ? Encoding.UTF8.GetString(news.Frame) : string.Empty);
            return announced.ToString().Contains("bob", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Members_of_a_dead_node_leave_after_the_grace_period()
    {
        var cluster = Cluster(3, TestCluster.KeptRule with { Presence = true });
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        Subscribe(others[0], News, user: "ann");
        Subscribe(others[1], News, user: "bob");
        PassUntil(cluster, () => Members(home).Count == 2);

        cluster.Kill(others[1]);

        PassUntil(cluster, () => Members(home).SequenceEqual(["ann"]));
    }

    [Fact]
    public void Members_are_known_to_the_next_home()
    {
        var cluster = Cluster(3, TestCluster.KeptRule with { Presence = true });
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        Subscribe(others[0], News, user: "ann");
        PassUntil(cluster, () => Members(home).Count == 1);

        cluster.Kill(home);

        PassUntil(cluster, () => Members(others[1]).SequenceEqual(["ann"]));
    }

    [Fact]
    public void The_application_is_told_once_that_a_topic_is_occupied_and_vacated()
    {
        var backend = new FakeBackend();
        var cluster = new TestCluster(Time, Sys, Clock, Telemetry, 3, TestCluster.KeptRule with { Events = true }, backend: backend);
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        var subscribers = others.Select(node => (Node: node, Probe: Subscribe(node, News))).ToArray();
        PassUntil(cluster, () => backend.UnreadEvents == 1);

        cluster.Kill(home);
        cluster.Pass(TimeSpan.FromSeconds(10));
        PublishWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), others[0], "one");
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(1, backend.UnreadEvents);

        foreach (var (node, probe) in subscribers)
            node.TopicsRef.Tell(new TopicsActor.Unsubscribe(News, probe), probe);
        PassUntil(cluster, () => backend.UnreadEvents == 2);
        Assert.Equal([new BackendEvent.TopicOccupied(News), new BackendEvent.TopicVacated(News)], [backend.NextEvent(), backend.NextEvent()]);
    }

    [Fact]
    public void Each_node_lists_the_topics_of_its_homes()
    {
        var cluster = Cluster(3);
        var names = Enumerable.Range(0, 20).Select(i => $"topic{i:00}").ToArray();
        foreach (var name in names)
            Subscribe(cluster.Nodes[0], TopicName.Parse(name));

        var listed = cluster.Nodes.SelectMany(node => List(node, "topic", after: "topic03")).ToArray();

        Assert.Equal(names.Skip(4), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_node_whose_bucket_fails_leaves_the_cluster()
    {
        var cluster = Cluster(3);
        var other = cluster.Nodes.First(node => node != cluster.HomeOf(News));
        Publish(other, "one");

        // No topic sends this to its bucket, and it has no form for the wire.
        EventFilter.Error(contains: "A bucket has failed").ExpectOne(() => other.BucketsRef.Tell(new TopicRequest.GetSubscribers(News), TestActor));

        Eventually(() => Assert.True(other.IsAbandoned));
    }

    [Fact]
    public void A_node_forgets_a_replica_that_the_cluster_needs_no_longer()
    {
        var cluster = Cluster(4);
        Publish(cluster.Nodes[0], "one");
        var before = Telemetry.Buckets.Topics;
        foreach (var node in cluster.Nodes)
        {
            cluster.Move(News, node);
            PublishWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), node, "again");
        }

        PassUntil(cluster, () => Telemetry.Buckets.Topics == 2);
        Assert.Equal(2, before);
    }

    [Fact]
    public void A_client_that_is_ahead_of_its_node_gets_nothing_twice()
    {
        var cluster = Cluster(3);
        var home = cluster.HomeOf(News);
        var other = cluster.Nodes.First(node => node != home);
        var behind = Subscribe(other, News);
        cluster.IsLost = (_, to, message) => to == other.Id && message is BucketMessage { Body: BucketBody.Feed };
        Publish(home, "one");
        var position = Publish(home, "two").Position;
        cluster.IsLost = (_, _, _) => false;

        var ahead = CreateTestProbe();
        Subscribe(other, News, ahead, SinceRequest.From(position));
        Publish(home, "three");

        Assert.Contains("three", Encoding.UTF8.GetString(Delivery(ahead).Frame), StringComparison.Ordinal);
        Assert.Contains("one", Encoding.UTF8.GetString(Delivery(behind).Frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_clients_that_knew_another_log_are_told_while_messages_arrive()
    {
        var cluster = Cluster(3);
        var known = SinceRequest.From(new TopicPosition("another", 7));
        var subscribers = new List<TestProbe>();
        for (var round = 0; round < 20; round++)
        {
            foreach (var node in cluster.Nodes)
            {
                subscribers.Add(CreateTestProbe());
                node.TopicsRef.Tell(new TopicRequest.Subscribe(News, subscribers[^1], JsonProtocol.Instance) { Since = known }, subscribers[^1]);
                node.TopicsRef.Tell(new TopicRequest.Publish(News, Of($"{round}"), PublicationSource.AdminApi), CreateTestProbe());
            }
        }

        foreach (var subscriber in subscribers)
        {
            var subscribed = (Subscriber.Subscribed)subscriber.FishForMessage(message => message is Subscriber.Subscribed);
            Assert.False(subscribed.Recovery!.IsComplete);
        }
    }

    [Fact]
    public void A_topic_that_nobody_needs_is_forgotten()
    {
        var cluster = Cluster(3, TestCluster.KeptRule with { History = new HistoryRule() });
        Publish(cluster.Nodes[0], "one");
        var home = cluster.HomeOf(News);

        cluster.Pass(TimeSpan.FromMinutes(6));

        PassUntil(cluster, () => !List(home, string.Empty, after: null).Any());
        Assert.Equal(1, Publish(cluster.Nodes[0], "two").Position.Offset);
    }
}
