using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Buckets;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>A node logs which of its buckets take no publications, and what they wait for.</summary>
public sealed class StalledBucketsTests : ClusterTest
{
    [Fact]
    public void Buckets_that_wait_for_the_same_are_named_together_and_at_most_ten_of_them()
    {
        var stalled = new StalledBuckets();
        foreach (var bucket in Enumerable.Range(0, 12))
            stalled.Add(new StalledBuckets.Stalled(bucket, "the register"));
        stalled.Add(new StalledBuckets.Stalled(200, "10.0.0.2:8082"));

        Assert.Equal(
            "13 buckets have taken no publications for ten seconds: 200 waits for 10.0.0.2:8082; 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more wait for the register",
            LineOf(stalled));
        Assert.Null(LineOf(stalled));
    }

    [Fact]
    public void Homes_whose_replica_does_not_answer_are_logged_with_it()
    {
        var cluster = Cluster(2);
        cluster.IsLost = (_, _, _) => true;
        var home = cluster.HomeOf(News);
        var other = cluster.Nodes.Single(node => node != home);
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log, typeof(Warning));
        home.TopicsRef.Tell(new TopicRequest.Publish(News, Of("one"), PublicationSource.AdminApi), ActorRefs.NoSender);

        PassUntil(cluster, () => log.HasMessages && $"{log.ReceiveOne(TimeSpan.Zero)}".Contains($"wait for {other.Id.Address}", StringComparison.Ordinal));
    }

    private static string? LineOf(StalledBuckets stalled)
    {
        string? line = null;
        for (var tick = 0; tick < 50; tick++)
            line ??= stalled.Tick();
        return line;
    }
}
