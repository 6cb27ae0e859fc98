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

    /// <summary>Null where no rule asks for it.</summary>
    public TopicStorage? Storage { get; init; }

    public KeyBudget IdempotencyKeys { get; } = new(settings.MaxIdempotencyBytes);

    public HistoryBudget Histories { get; } = new(settings.MaxHistoryBytes, telemetry);
}
