using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;

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

    private TestCluster Cluster() => new(Time, Sys, Clock, Telemetry, nodes: 3, Durable, store: _store);
}
