using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Buckets;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Members of topics whose clients leave a node that drains. By default they are asked to return within 10 s, and the grace period is 5 s.</summary>
public sealed class ClusterPresenceTests : ClusterTest
{
    [Fact]
    public void Members_of_a_node_that_drains_have_left_only_when_they_had_the_time_to_return()
    {
        var cluster = Cluster(3, TestCluster.KeptRule with { Presence = true });
        var home = cluster.HomeOf(News);
        var others = cluster.Nodes.Where(node => node != home).ToArray();
        var watcher = Subscribe(home, News, user: "ann");
        TestProbe bob = Subscribe(others[0], News, user: "bob"), cleo = Subscribe(others[0], News, user: "cleo");
        PassUntil(cluster, () => Members(home).Count == 3);

        others[0].BucketsRef.Tell(new BucketsActor.Drain(TimeSpan.FromSeconds(10)), ActorRefs.NoSender);
        foreach (var client in new[] { bob, cleo })
            others[0].TopicsRef.Tell(new TopicsActor.Leave(client, [(News, null)]), client);
        PassUntil(cluster, () => SubscribersOf(home) == 1);
        cluster.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(["ann", "bob", "cleo"], Members(home));
        Subscribe(others[1], News, user: "bob");
        PassUntil(cluster, () => Members(home).SequenceEqual(["ann", "bob"]));

        var left = new StringBuilder();
        PassUntil(cluster, () => left.Append(LeftOf(watcher)).ToString().Contains("cleo", StringComparison.Ordinal));
        Assert.DoesNotContain("bob", left.ToString(), StringComparison.Ordinal);
    }

    private int SubscribersOf(TestNode node)
    {
        var reader = CreateTestProbe();
        node.TopicsRef.Tell(new TopicRequest.GetSnapshot(News), reader);
        return reader.ExpectMsg<TopicSnapshot>().Subscribers;
    }

    private static string LeftOf(TestProbe watcher)
    {
        var left = new StringBuilder();
        while (watcher.HasMessages)
        {
            if (watcher.ReceiveOne(TimeSpan.Zero) is Subscriber.Announced news && Encoding.UTF8.GetString(news.Frame) is var text && text.Contains("\"left\"", StringComparison.Ordinal))
                left.Append(text);
        }

        return left.ToString();
    }
}
