using System.Diagnostics;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Telemetry;
using WsActors.Actors.Tests.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>The spans of a publication on all nodes of a cluster.</summary>
[Collection(TracingCollection.Name)]
public sealed class TracedPublicationTests : ClusterTest
{
    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public void A_trace_leads_over_the_home_to_each_node_with_subscribers(int keptMessages)
    {
        using var recorder = new SpanRecorder();
        var cluster = Cluster(3, TestCluster.KeptRule with { History = new HistoryRule { Messages = keptMessages } });
        foreach (var node in cluster.Nodes)
            Subscribe(node, News);
        Subscribe(cluster.Nodes[0], News);
        var parent = recorder.NewParent();

        PublishTraced(cluster.Nodes[1], "one", parent);

        Eventually(() => Assert.Equal(3, recorder.Named("deliver").Count));
        var commit = Assert.Single(recorder.Named("commit"));
        Assert.Equal((parent, ActivityKind.Internal, "news"), (commit.ParentId, commit.Kind, commit.GetTagItem("messaging.destination.name")));
        Assert.EndsWith("-1", (string)commit.GetTagItem("messaging.message.id")!, StringComparison.Ordinal);
        Assert.All(recorder.Named("deliver"), span => Assert.Equal(commit.Id, span.ParentId));
        Assert.Equal([1, 1, 2], recorder.Named("deliver").Select(span => (int)span.GetTagItem("wsactors.connections")!).Order());
    }

    [Fact]
    public void A_publication_that_is_not_traced_leaves_no_span_on_any_node()
    {
        using var recorder = new SpanRecorder();
        var cluster = Cluster(3);
        var subscriber = Subscribe(cluster.Nodes[0], News);
        Publish(cluster.Nodes[1], "one");
        Delivery(subscriber);

        PublishTraced(cluster.Nodes[1], "two", recorder.NewParent());
        Delivery(subscriber);

        Eventually(() => Assert.Single(recorder.Named("deliver")));
        Assert.Single(recorder.Named("commit"));
    }

    [Fact]
    public void A_request_that_is_sent_again_has_one_span_at_its_home()
    {
        using var recorder = new SpanRecorder();
        var cluster = Cluster(3);
        Publish(cluster.Nodes[0], "one");
        var other = cluster.Nodes.First(node => node != cluster.HomeOf(News));
        var lost = 0;
        cluster.IsLost = (_, to, message) => to == other.Id
            && message is BucketMessage { Body: BucketBody.Replies } && Interlocked.Increment(ref lost) == 1;
        var publisher = CreateTestProbe();
        other.TopicsRef.Tell(Traced("two", recorder.NewParent()), publisher);

        AwaitWhile(() => cluster.Pass(TimeSpan.FromMilliseconds(200)), () => publisher.HasMessages);

        Assert.Equal(2, publisher.ExpectMsg<TopicReply.Published>().Position.Offset);
        Assert.True(lost > 0);
        Assert.Single(recorder.Named("commit"));
    }

    [Fact]
    public void A_publication_that_the_store_refuses_ends_its_span_with_the_error()
    {
        using var recorder = new SpanRecorder();
        var store = new MemoryHistoryStore();
        var rule = TestCluster.KeptRule with { History = TestCluster.KeptRule.History with { Durable = true } };
        var cluster = new TestCluster(Time, Sys, Clock, Telemetry, nodes: 3, rule, store: store);
        Publish(cluster.Nodes[0], "one");
        store.Fault = new StorageFault(StorageFault.InputOutput, "the database does not answer");
        var publisher = CreateTestProbe();

        cluster.Nodes[0].TopicsRef.Tell(Traced("two", recorder.NewParent()), publisher);

        var refused = publisher.ExpectMsg<TopicReply.Refused>();
        var commit = Assert.Single(recorder.Named("commit"));
        Assert.Equal((ActivityStatusCode.Error, refused.Code), (commit.Status, commit.GetTagItem("error.type")));
    }

    private static TopicRequest.Publish Traced(string text, string traceparent) =>
        new(News, Of(text), PublicationSource.AdminApi) { Traceparent = traceparent };

    private void PublishTraced(TestNode node, string text, string traceparent)
    {
        var publisher = CreateTestProbe();
        node.TopicsRef.Tell(Traced(text, traceparent), publisher);
        publisher.ExpectMsg<TopicReply.Published>();
    }
}
