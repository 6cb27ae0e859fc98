using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for the buckets of a node in a cluster; all are zero on a node by itself. Safe on any thread.</summary>
public sealed class BucketTelemetry
{
    private readonly AtomicCounter _homes = new();
    private readonly AtomicCounter _topics = new();
    private readonly Counter<long> _takeOvers;
    private readonly Counter<long> _unanswered;
    private readonly Counter<long> _restarts;
    private readonly Histogram<double> _commit;

    internal BucketTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.bucket.homes", () => _homes.Value, description: "Buckets whose home serves on this node");
        meter.CreateObservableUpDownCounter("wsactors.bucket.topics", () => Topics, description: "Topics that this node stores for the cluster");
        _takeOvers = meter.CreateCounter<long>("wsactors.bucket.take_overs", description: "Homes of buckets that began to serve on this node");
        _unanswered = meter.CreateCounter<long>(
            "wsactors.bucket.requests.unanswered", description: "Requests refused because no home of their bucket answered in time");
        _restarts = meter.CreateCounter<long>(
            "wsactors.bucket.streams.restarted", description: "Streams of publications from another node that began anew because the home changed or a message was lost");
        _commit = meter.CreateHistogram<double>(
            "wsactors.bucket.commit.duration", "s", "From appending an entry to its storage by all replicas, for a sample of the entries of this node's homes");
    }

    /// <summary>Topics that this node stores as home or replica.</summary>
    public long Topics => _topics.Value;

    public void TopicsChanged(int difference) => _topics.Add(difference);

    public void HomeOpened()
    {
        _homes.Increment();
        _takeOvers.Add(1);
    }

    public void HomeClosed() => _homes.Decrement();

    public void Unanswered() => _unanswered.Add(1);

    public void StreamRestarted() => _restarts.Add(1);

    public void Committed(TimeSpan duration) => _commit.Record(duration.TotalSeconds);
}
