using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Shared;

/// <summary>Everything that all buckets of a node share.</summary>
/// <param name="node">This node's part of the cluster.</param>
/// <param name="replicas">The number of replicas that a publication needs.</param>
/// <param name="rules">The rules of topics.</param>
/// <param name="topics">The settings, the clock and the budgets of this node's topics.</param>
/// <param name="log">The log.</param>
internal sealed class BucketEnvironment(
    ClusterNode node, int replicas, TopicRules rules, TopicEnvironment topics, ILoggingAdapter log)
{
    public ClusterNode Node { get; } = node;

    public ReplicaId Self => Node.Self;

    public int Replicas { get; } = replicas;

    public TopicRules Rules { get; } = rules;

    public TopicEnvironment Topics { get; } = topics;

    public ILoggingAdapter Log { get; } = log;

    public ReplicationLimits Limits { get; } = new();

    public BucketTelemetry Telemetry => Topics.Telemetry.Buckets;

    public TimeSpan Now => Topics.Clock.Now;

    /// <summary>True if the messages of a topic are in the store that all nodes share.</summary>
    public bool IsStored(TopicName topic) => Topics.IsStored(Rules.For(topic));
}
