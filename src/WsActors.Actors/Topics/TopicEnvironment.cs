using WsActors.Actors.Applications;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Topics;

/// <summary>What all topics of a node share: one instance, so that each of them keeps one reference.</summary>
public sealed class TopicEnvironment(TopicSettings settings, NodeClock clock, ServerTelemetry telemetry)
{
    public TopicSettings Settings { get; } = settings;
    public NodeClock Clock { get; } = clock;
    public ServerTelemetry Telemetry { get; } = telemetry;
    public IApplication Application { get; init; } = NoApplication.Instance;
    public HistoryBudget Histories { get; } = new(settings.MaxHistoryBytes, telemetry);
}
