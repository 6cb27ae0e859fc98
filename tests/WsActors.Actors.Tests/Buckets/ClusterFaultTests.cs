using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>
/// Topics under random faults: lost messages, moved buckets, nodes that die one at a time. Each publication is repeated under its key until it is answered.
/// No subscriber on a living node may miss one, get one twice, or see a gap.
/// </summary>
public sealed class ClusterFaultTests : ActorTest
{
    private const int Topics = 8;
    private const int Nodes = 6;
    private const int Rounds = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_acknowledged_publication_is_lost_or_repeated(int seed)
    {
        var random = new Random(seed);
        var cluster = new TestCluster(Time, Sys, Clock, Telemetry, Nodes);
        var topics = Enumerable.Range(0, Topics).Select(i => TopicName.Parse($"topic{i}")).ToArray();
        var readers = (from node in cluster.Nodes from topic in topics select (Node: node, Topic: topic, Reading: new ReadingSubscriber.Reading())).ToArray();
        foreach (var reader in readers)
            Sys.ActorOf(ReadingSubscriber.Props(reader.Topic, reader.Node.TopicsRef, reader.Reading));
        PassUntil(cluster, () => readers.All(reader => reader.Reading.Position is not null), "all have subscribed");
        var lossRate = 0.0;
        cluster.IsLost = (_, _, _) => Random.Shared.NextDouble() < Volatile.Read(ref lossRate);
        var published = topics.ToDictionary(topic => topic, _ => new List<string>());

        for (var round = 0; round < Rounds; round++)
        {
            Volatile.Write(ref lossRate, random.Next(4) == 0 ? 0.1 : 0);
            if (random.Next(4) == 0)
                cluster.Move(topics[random.Next(Topics)], Living(cluster, random));
            if (round % 12 == 11)
                cluster.Kill(Living(cluster, random));
            var topic = topics[random.Next(Topics)];
            var text = $"{topic} {round}";
            PublishUntilAnswered(cluster, Living(cluster, random), topic, text);
            published[topic].Add(text);
        }

        Volatile.Write(ref lossRate, 0);
        foreach (var (_, topic, reading) in readers.Where(reader => reader.Node.IsAlive))
        {
            PassUntil(cluster, () => reading.Texts.Count >= published[topic].Count || reading.Fault is not null, $"{topic} is read");
            Assert.Null(reading.Fault);
            Assert.Equal(published[topic], reading.Texts);
            Assert.Equal(0, reading.Gaps);
        }
    }

    private static TestNode Living(TestCluster cluster, Random random)
    {
        var living = cluster.Nodes.Where(node => node.IsAlive).ToArray();
        return living[random.Next(living.Length)];
    }

    private void PublishUntilAnswered(TestCluster cluster, TestNode node, TopicName topic, string text)
    {
        while (true)
        {
            var publisher = CreateTestProbe();
            node.TopicsRef.Tell(
                new TopicRequest.Publish(topic, ClusterTest.Of(text), PublicationSource.AdminApi) { IdempotencyKey = text }, publisher);
            PassUntil(cluster, () => publisher.HasMessages, $"{text} is answered");
            if (publisher.ReceiveOne(TimeSpan.Zero) is TopicReply.Published)
                return;
        }
    }

    private void PassUntil(TestCluster cluster, Func<bool> condition, string what) => AwaitCondition(
        () =>
        {
            if (condition())
                return true;

            cluster.Pass(TimeSpan.FromMilliseconds(200));
            return condition();
        },
        TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(2), what);
}
