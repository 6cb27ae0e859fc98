using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Everything that all topics of a node share, in one instance, so that each of them keeps one reference.</summary>
public sealed class TopicEnvironment(TopicSettings settings, NodeClock clock, ServerTelemetry telemetry)
{
    public TopicSettings Settings { get; } = settings;
    public NodeClock Clock { get; } = clock;
    public ServerTelemetry Telemetry { get; } = telemetry;
    public IBackend Backend { get; init; } = NoBackend.Instance;

    /// <summary>Finds the rule that is in force for a name now; null if rules do not change.</summary>
    public Func<TopicName, TopicRule>? RuleOf { get; init; }

    /// <summary>Null where no rule asks for it.</summary>
    public TopicStorage? Storage { get; init; }

    /// <summary>The buckets of this node, if it is part of a cluster; null for a node by itself.</summary>
    public IActorRef? Buckets { get; private init; }

    public KeyBudget IdempotencyKeys { get; private init; } = new(settings.MaxIdempotencyBytes);

    public HistoryBudget Histories { get; private init; } = new(settings.MaxHistoryBytes, telemetry);

    /// <summary>Returns this environment for topics whose homes are in a cluster.</summary>
    public TopicEnvironment InCluster(IActorRef buckets) => new(Settings, Clock, Telemetry)
    {
        Backend = Backend,
        RuleOf = RuleOf,
        Storage = Storage,
        Buckets = buckets,
        IdempotencyKeys = IdempotencyKeys,
        Histories = Histories,
    };

    /// <summary>
    /// Returns the rule of a topic that was made with <paramref name="made"/>. Its permissions are those of the rules now; the rest stays as
    /// it was made.
    /// </summary>
    public TopicRule RuleInUse(TopicName topic, TopicRule made) => RuleOf?.Invoke(topic) is { } current && !ReferenceEquals(current, made)
        ? current with
        {
            History = made.History,
            Presence = made.Presence,
            Events = made.Events,
            Delivery = made.Delivery,
            DeliveryBytes = made.DeliveryBytes,
        }
        : made;
}
