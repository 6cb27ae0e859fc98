using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Leases;

/// <summary>
/// The removed nodes whose leases are being ended, with the buckets that wait for it. Buckets that name the same nodes wait for one exchange; each bucket
/// waits for the last one that it asked for.
/// </summary>
/// <param name="duration">The duration of a lease.</param>
internal sealed class LeaseEndings(TimeSpan duration)
{
    private readonly List<Exchange> _exchanges = [];
    private HashSet<ReplicaId> _members = [];
    private long _lastRequest;

    /// <summary>Takes the members, all of which have to promise.</summary>
    public void UseMembers(IEnumerable<ReplicaId> members)
    {
        var present = members.ToHashSet();
        if (_members.SetEquals(present))
            return;

        _members = present;
        foreach (var exchange in _exchanges)
            exchange.Begin(_members.Count, duration);
    }

    /// <summary>Takes a request of a bucket.</summary>
    public void Add(EndLeases request, IActorRef bucket)
    {
        var removed = request.Removed.ToHashSet();
        var exchange = _exchanges.Find(one => one.Removed.SetEquals(removed));
        foreach (var other in _exchanges.Where(one => one != exchange))
            other.Waiting.Remove(request.Bucket);
        _exchanges.RemoveAll(one => one != exchange && one.Waiting.Count == 0);
        if (exchange is null)
        {
            exchange = new Exchange(++_lastRequest, removed);
            exchange.Begin(_members.Count, duration);
            _exchanges.Add(exchange);
        }

        exchange.Waiting[request.Bucket] = bucket;
    }

    public void OnPromised(ReplicaId by, long request, TimeSpan now)
    {
        if (_members.Contains(by))
            _exchanges.Find(one => one.Request == request)?.Ending.OnPromised(by, now);
    }

    /// <summary>Answers the buckets whose removed nodes have no lease any more, and returns the requests to send to all members.</summary>
    /// <param name="self">This node.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<LeaseMessage.End> Tick(ReplicaId self, TimeSpan now)
    {
        foreach (var exchange in _exchanges.Where(one => one.Ending.IsOver(now)))
        {
            foreach (var (number, bucket) in exchange.Waiting)
                bucket.Tell(new LeasesEnded(number));
        }

        _exchanges.RemoveAll(one => one.Ending.IsOver(now));
        return [.. _exchanges.Select(one => new LeaseMessage.End(self, one.Request, [.. one.Removed]))];
    }

    private sealed class Exchange(long request, HashSet<ReplicaId> removed)
    {
        public long Request => request;

        public HashSet<ReplicaId> Removed => removed;

        public Dictionary<int, IActorRef> Waiting { get; } = [];

        public LeaseEnding Ending { get; private set; } = new(1, TimeSpan.Zero);

        // All members have to promise, not only a majority of them: a removed node counts the majority of the members that it knows, and those that were
        // removed with it may be among them. Of 2m - 1 nodes, m are a majority.
        public void Begin(int members, TimeSpan duration) => Ending = new LeaseEnding((2 * members) - 1, duration);
    }
}
