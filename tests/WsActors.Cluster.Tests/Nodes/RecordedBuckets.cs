using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Tests.Nodes;

/// <summary>Records the messages to the buckets of a node.</summary>
internal sealed class RecordedBuckets
{
    private readonly ConcurrentQueue<object> _messages = new();

    public ClusterNode? Node { get; set; }

    /// <summary>The actor that records.</summary>
    public IActorRef? Self { get; set; }

    public ClusterView? View { get; private set; }

    /// <summary>The buckets that this node is home to.</summary>
    public ConcurrentDictionary<int, bool> Seats { get; } = new();

    /// <summary>True if seats are not left although they should be.</summary>
    public bool IsStubborn { get; set; }

    public IReadOnlyList<object> Messages => [.. _messages];

    public void Add(object message)
    {
        if (message is ClusterChanged changed)
            View = changed.View;
        _messages.Enqueue(message);
    }

    public IReadOnlyList<T> All<T>() => [.. _messages.OfType<T>()];
}
