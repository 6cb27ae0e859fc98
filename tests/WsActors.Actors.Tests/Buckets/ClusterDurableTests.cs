using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Durable topics of a cluster, whose store all nodes share.</summary>
public sealed class ClusterDurableTests : ClusterTest
{
    private static readonly TopicRule Durable = TestCluster.KeptRule with
    {
        History = new HistoryRule { Messages = 1000, Age = TimeSpan.FromHours(1), Durable = true },
    };

    private readonly MemoryHistoryStore _store = new();

    [Fact]
    public void A_publication_is_stored_before_it_is_answered_and_delivered()
    {
        var cluster = Cluster();
        var subscriber = Subscribe(cluster.Nodes[0], News);
        _store.IsHeld = true;
        var publisher = CreateTestProbe();
        cluster.Nodes[1].TopicsRef.Tell(new TopicRequest.Publish(News, Of("one"), PublicationSource.AdminApi), publisher);
        Eventually(() => Assert.Contains(_store.Held, request => request is StorageRequest.Append));
        Assert.False(publisher.HasMessages || subscriber.HasMessages);

        _store.Release();

        Assert.Equal(1, publisher.ExpectMsg<TopicReply.Published>().Position.Offset);
        Delivery(subscriber);
    }

    [Fact]
    public void Messages_survive_the_end_of_all_nodes()
    {
        var first = Cluster();
        var position = Publish(first.Nodes[0], "one").Position;
        Publish(first.Nodes[1], "two");
        foreach (var node in first.Nodes)
            first.Kill(node);

        var second = Cluster();

        Assert.Equal(["one", "two"], History(second.Nodes[2]).Page.Messages.Select(message => Text(message.Publication)));
        Assert.Equal(position with { Offset = 3 }, Publish(second.Nodes[0], "three").Position);
    }

    [Fact]
    public void A_key_is_recognised_after_the_end_of_all_nodes()
    {
        var first = Cluster();
        var position = Publish(first.Nodes[0], "one", key: "k").Position;
        foreach (var node in first.Nodes)
            first.Kill(node);

        Assert.Equal(position, Publish(Cluster().Nodes[0], "one", key: "k").Position);
    }

    [Fact]
    public void A_publication_that_the_last_home_has_stored_but_not_appended_is_not_published_twice()
    {
        var cluster = Cluster();
        var home = cluster.HomeOf(News);
        var other = cluster.Nodes.First(node => node != home);
        Publish(other, "one");
        _store.FaultAfterAppend = new StorageFault(StorageFault.Unconfirmed, "the connection broke");
        cluster.IsLost = (from, _, _) => from == home.Id;
        var publisher = CreateTestProbe();
        other.TopicsRef.Tell(new TopicRequest.Publish(News, Of("two"), PublicationSource.AdminApi), publisher);
        Eventually(() => Assert.Equal([1, 2], _store.OffsetsOf(News)));
        _store.FaultAfterAppend = null;

        cluster.Kill(home);
        AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), () => publisher.HasMessages);

        Assert.Equal(2, publisher.ExpectMsg<TopicReply.Published>().Position.Offset);
        Assert.Equal(["one", "two"], History(other).Page.Messages.Select(message => Text(message.Publication)));
    }

    [Fact]
    public void Without_the_store_publications_are_refused_and_subscriptions_wait()
    {
        var cluster = Cluster();
        _store.Fault = new StorageFault(StorageFault.InputOutput, "the database does not answer");
        var publisher = CreateTestProbe();
        cluster.Nodes[0].TopicsRef.Tell(new TopicRequest.Publish(News, Of("one"), PublicationSource.AdminApi), publisher);
        Assert.Equal("storage_unavailable", publisher.ExpectMsg<TopicReply.Refused>().Code);

        _store.Fault = null;

        Assert.Equal(1, Publish(cluster.Nodes[1], "one").Position.Offset);
    }

    [Fact]
    public void A_home_that_was_fenced_off_reads_the_stored_log_again()
    {
        var cluster = Cluster();
        Publish(cluster.Nodes[0], "one");
        _store.Fault = new StorageFault(StorageFault.Fenced, "another node has the topic");
        var publisher = CreateTestProbe();
        cluster.Nodes[0].TopicsRef.Tell(new TopicRequest.Publish(News, Of("two"), PublicationSource.AdminApi), publisher);
        publisher.ExpectMsg<TopicReply.Refused>();

        _store.Fault = null;

        Assert.Equal(2, Publish(cluster.Nodes[0], "two").Position.Offset);
    }

    [Fact]
    public void Messages_that_memory_has_dropped_are_read_from_the_store()
    {
        var cluster = ClusterWithLittleMemory();
        var texts = PublishMany(cluster.Nodes[0]);

        foreach (var node in cluster.Nodes)
            Assert.Equal(texts, History(node).Page.Messages.Select(message => Text(message.Publication)));
    }

    [Fact]
    public void A_client_that_returns_is_served_from_the_store_on_any_node()
    {
        var cluster = ClusterWithLittleMemory();
        var texts = PublishMany(cluster.Nodes[0]);

        Assert.All(cluster.Nodes, node => AssertReadsAll(node, texts));
    }

    [Fact]
    public void The_next_home_still_has_what_memory_has_dropped()
    {
        var cluster = ClusterWithLittleMemory();
        var texts = PublishMany(cluster.Nodes[0]);
        var home = cluster.HomeOf(News);

        cluster.Kill(home);
        var next = cluster.Nodes.First(node => node != home);
        texts.Add("last");
        PublishWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), next, "last");

        Assert.Equal(texts, History(next).Page.Messages.Select(message => Text(message.Publication)));
        AssertReadsAll(cluster.Nodes.Last(node => node != home), texts);
    }

    [Fact]
    public void Without_the_store_a_query_for_what_memory_has_dropped_is_refused()
    {
        var cluster = ClusterWithLittleMemory();
        PublishMany(cluster.Nodes[0]);
        _store.Fault = new StorageFault(StorageFault.InputOutput, "the database does not answer");

        var reader = CreateTestProbe();
        cluster.Nodes[1].TopicsRef.Tell(new TopicRequest.GetHistory(News, null, 100, 1_000_000), reader);

        Assert.Equal("storage_unavailable", reader.ExpectMsg<TopicReply.Refused>().Code);
    }

    [Fact]
    public void Topics_of_the_node_itself_are_not_in_the_store_that_all_nodes_share()
    {
        var cluster = Cluster();
        var stats = TopicName.Parse("$node.stats");

        foreach (var node in cluster.Nodes)
        {
            var publisher = CreateTestProbe();
            node.TopicsRef.Tell(new TopicRequest.Publish(stats, Of("1"), PublicationSource.Server), publisher);
            Assert.Equal(1, publisher.ExpectMsg<TopicReply.Published>().Position.Offset);
        }

        Assert.Empty(_store.OffsetsOf(stats));
    }

    [Fact]
    public void The_store_lets_go_of_what_the_limits_let_go_of()
    {
        var cluster = new TestCluster(Time, Sys, Clock, Telemetry, nodes: 3, Durable with { History = Durable.History with { Bytes = 3000 } }, store: _store, historyBytes: 1500);
        PublishMany(cluster.Nodes[0]);

        // Each counts for its payload and what keeping it costs, and the last one has come after the store was told.
        Assert.InRange(_store.OffsetsOf(News).Count, 2, 6);
        Assert.Equal(_store.OffsetsOf(News)[^1], History(cluster.Nodes[0]).Page.Messages[^1].Offset);
    }

    private void AssertReadsAll(TestNode node, List<string> texts)
    {
        var reading = new ReadingSubscriber.Reading { Position = History(node).Position with { Offset = 0 } };
        Sys.ActorOf(ReadingSubscriber.Props(News, node.TopicsRef, reading));
        AwaitCondition(() => reading.Texts.Count >= texts.Count, TimeSpan.FromSeconds(10));
        Assert.Equal(texts, reading.Texts);
        Assert.Equal((0, null), (reading.Gaps, reading.Fault));
    }

    private List<string> PublishMany(TestNode node)
    {
        var texts = Enumerable.Range(1, 20).Select(number => $"{number} {new string('x', 500)}").ToList();
        texts.ForEach(text => Publish(node, text));
        return texts;
    }

    // For three messages of each node.
    private TestCluster ClusterWithLittleMemory() => new(Time, Sys, Clock, Telemetry, nodes: 3, Durable, store: _store, historyBytes: 2000);

    private TestCluster Cluster() => new(Time, Sys, Clock, Telemetry, nodes: 3, Durable, store: _store);
}
