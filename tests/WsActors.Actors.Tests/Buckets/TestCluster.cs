using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>
/// A cluster in one actor system: the real buckets and topics of several nodes, with a register, leases, seats and links in memory. Each bucket is
/// given to a living node; links can be cut, and messages lost.
/// </summary>
internal sealed class TestCluster
{
    private static long _incarnations;

    private readonly VirtualTime _time;
    private readonly List<TestNode> _nodes = [];
    private readonly Dictionary<int, List<BucketConfiguration>> _register = [];
    private readonly Dictionary<int, TestNode> _seats = [];
    private readonly object _lock = new();

    public TestCluster(VirtualTime time, IActorRefFactory system, NodeClock clock, ServerTelemetry telemetry, int nodes, TopicRule? rule = null, int replicas = 2, IBackend? backend = null, IHistoryStore? store = null, int historyBytes = 1024 * 1024)
    {
        _time = time;
        Replicas = replicas;
        var settings = new TopicSettings { Rules = [rule ?? KeptRule], MaxHistoryBytes = historyBytes };
        var rules = new TopicRules(settings.Rules);
        for (var i = 0; i < nodes; i++)
        {
            var topics = new TopicEnvironment(settings, clock, telemetry)
            {
                Rules = rules,
                Backend = backend ?? NoBackend.Instance,
                Storage = store is null ? null : new TopicStorage(store, new StorageSettings(), telemetry.Storage),
            };
            _nodes.Add(new TestNode(this, system, new ReplicaId($"node{i}:1", Interlocked.Increment(ref _incarnations)), rules, topics));
        }

        Announce();
    }

    /// <summary>Keeps a thousand messages of each topic.</summary>
    public static TopicRule KeptRule => new() { Match = "*", History = new HistoryRule { Messages = 1000, Age = TimeSpan.FromHours(1) }, Publish = Permission.Anyone };

    public int Replicas { get; }

    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>True for a message that is lost: from, to, the message.</summary>
    public Func<ReplicaId, ReplicaId, object, bool> IsLost { get; set; } = (_, _, _) => false;

    /// <summary>True: requests for homes are lost, as sharding loses some while buckets move.</summary>
    public bool LosesLocations { get; set; }

    /// <summary>The node that a topic's bucket is given to.</summary>
    public TestNode HomeOf(TopicName topic)
    {
        lock (_lock)
            return SeatOf(BucketNumber.Of(topic, TestNode.Buckets));
    }

    /// <summary>The number of buckets with a home.</summary>
    public int Placed
    {
        get
        {
            lock (_lock)
                return _seats.Count;
        }
    }

    public void Send(ReplicaId from, ReplicaId to, object message)
    {
        if (_nodes.Find(node => node.Id == to) is { IsAlive: true } node && !IsLost(from, to, message))
            node.BucketsRef.Tell(Transported(message), ActorRefs.NoSender);
    }

    public IReadOnlyList<BucketConfiguration> Read(int bucket)
    {
        lock (_lock)
            return _register.TryGetValue(bucket, out var configurations) ? [.. configurations] : [];
    }

    public void Write(int bucket, BucketConfiguration configuration, IReadOnlyList<BucketConfiguration> superseded)
    {
        lock (_lock)
        {
            if (!_register.TryGetValue(bucket, out var configurations))
                _register.Add(bucket, configurations = []);
            configurations.RemoveAll(superseded.Contains);
            if (!configurations.Contains(configuration))
                configurations.Add(configuration);
        }
    }

    public void Locate(LocateHome request)
    {
        if (LosesLocations)
            return;

        lock (_lock)
            SeatOf(request.Bucket).BucketsRef.Tell(request, ActorRefs.NoSender);
    }

    /// <summary>Ends a node without a word, as kill -9 does, and removes it from the cluster.</summary>
    public void Kill(TestNode node)
    {
        node.IsAlive = false;
        ((IInternalActorRef)node.BucketsRef).Stop();
        ((IInternalActorRef)node.TopicsRef).Stop();
        lock (_lock)
        {
            foreach (var (bucket, _) in _seats.Where(seat => seat.Value == node).ToArray())
                _seats.Remove(bucket);
        }

        Announce();
    }

    /// <summary>Gives a topic's bucket to another node.</summary>
    public void Move(TopicName topic, TestNode to)
    {
        var bucket = BucketNumber.Of(topic, TestNode.Buckets);
        lock (_lock)
        {
            if (_seats.Remove(bucket, out var from))
                from.BucketsRef.Tell(new HomeSeat.Leave(bucket), ActorRefs.NoSender);
            Seat(bucket, to);
        }
    }

    /// <summary>Lets time pass in steps, so that ticks are handled.</summary>
    public void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(200))
            _time.Advance(TimeSpan.FromMilliseconds(200));
    }

    // As bytes, as between real nodes.
    private static BucketMessage Transported(object message) =>
        BucketMessageWire.TryRead(BucketMessageWire.Write((BucketMessage)message), out var read, out var fault) ? read : throw new InvalidDataException(fault);

    private TestNode SeatOf(int bucket)
    {
        if (!_seats.TryGetValue(bucket, out var node))
            Seat(bucket, node = _nodes.Where(candidate => candidate.IsAlive).ElementAt(bucket % _nodes.Count(candidate => candidate.IsAlive)));
        return node;
    }

    private void Seat(int bucket, TestNode node)
    {
        _seats[bucket] = node;
        node.BucketsRef.Tell(new HomeSeat.Take(bucket), ActorRefs.NoSender);
    }

    private void Announce()
    {
        var view = new ClusterView(
            _nodes.Where(node => node.IsAlive).Select(node => node.Id).ToHashSet(), new HashSet<ReplicaId>(),
            _nodes.Where(node => !node.IsAlive).Select(node => node.Id).ToHashSet());
        foreach (var node in _nodes.Where(node => node.IsAlive))
            node.BucketsRef.Tell(new ClusterChanged(view), ActorRefs.NoSender);
    }
}
