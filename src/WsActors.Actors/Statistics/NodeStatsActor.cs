using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Statistics;

/// <summary>Publishes the node's own figures on <c>$node.stats</c>: the live feed that every installation has.</summary>
public sealed class NodeStatsActor : UntypedActor
{
    public static readonly TopicName Topic = TopicName.Parse("$node.stats");

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private readonly IActorRef _topics;
    private readonly TimeSpan _interval;
    private readonly NodeClock _clock;
    private readonly ServerTelemetry _telemetry;
    private readonly DurationWindow _latency;
    private ICancelable? _ticks;

    private NodeStatsActor(IActorRef topics, TimeSpan interval, NodeClock clock, ServerTelemetry telemetry)
    {
        _topics = topics;
        _interval = interval;
        _clock = clock;
        _telemetry = telemetry;
        _latency = telemetry.Publications.FollowLatency();
    }

    public static Props Props(IActorRef topics, TimeSpan interval, NodeClock clock, ServerTelemetry telemetry) =>
        ActorFactory<NodeStatsActor>.Props(() => new NodeStatsActor(topics, interval, clock, telemetry));

    protected override void PreStart() => _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
        TimeSpan.Zero, _interval, Self, Tick.Instance, ActorRefs.NoSender);

    protected override void PostStop() => _ticks?.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: Publish(); break;
            case TopicReply.Published or TopicReply.Refused: break;
            default: Unhandled(message); break;
        }
    }

    private void Publish()
    {
        var stats = NodeStats.From(_telemetry.Figures, _clock.UtcNow) with { Detail = NodeDetail.From(_telemetry, _latency) };
        var json = JsonSerializer.SerializeToUtf8Bytes(stats, NodeStatsJson.Default.NodeStats);
        if (Publication.TryParseJson(json, out var publication, out _))
            _topics.Tell(new TopicRequest.Publish(Topic, publication, PublicationSource.Server));
    }
}
