using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Everything that all topics of a node share, in one instance, so that each of them keeps one reference.</summary>
public sealed class TopicEnvironment(TopicSettings settings, NodeClock clock, ServerTelemetry telemetry)
{
    public TopicSettings Settings { get; } = settings;
    public NodeClock Clock { get; } = clock;
    public ServerTelemetry Telemetry { get; } = telemetry;
    public IBackend Backend { get; init; } = NoBackend.Instance;

    /// <summary>The configured rules, which a topic follows; null if they do not change.</summary>
    public ITopicRules? Rules { get; init; }

    /// <summary>True if deliveries hold the offsets of all messages, because faults may be injected.</summary>
    public bool TellsOffsets { get; init; }

    /// <summary>Null where no rule asks for it.</summary>
    public TopicStorage? Storage { get; init; }

    /// <summary>The buckets of this node, if it is part of a cluster; null for a node by itself.</summary>
    public IActorRef? Buckets { get; private init; }

    public KeyBudget IdempotencyKeys { get; private init; } = new(settings.MaxIdempotencyBytes);

    public HistoryBudget Histories { get; private init; } = new(settings.MaxHistoryBytes, telemetry);

    /// <summary>True if the messages of a topic with this rule are in the store.</summary>
    public bool IsStored(TopicRule rule) => rule.History.Durable && Storage is not null;

    /// <summary>Returns this environment for topics whose homes are in a cluster.</summary>
    public TopicEnvironment InCluster(IActorRef buckets) => new(Settings, Clock, Telemetry)
    {
        Backend = Backend,
        Rules = Rules,
        Storage = Storage,
        TellsOffsets = TellsOffsets,
        Buckets = buckets,
        IdempotencyKeys = IdempotencyKeys,
        Histories = Histories,
    };
}
