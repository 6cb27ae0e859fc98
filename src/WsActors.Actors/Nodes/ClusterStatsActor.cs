using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Nodes;

/// <summary>Publishes the figures of all nodes on this node's <c>$cluster.stats</c>: often while somebody is subscribed, and rarely otherwise.</summary>
internal sealed class ClusterStatsActor : UntypedActor, IWithTimers
{
    public static readonly TopicName Topic = TopicName.Parse("$cluster.stats");

    /// <summary>While nobody is subscribed, one of so many intervals is used: enough for the topic to exist, and for a subscriber to be noticed.</summary>
    private const int RestingIntervals = 5;

    private readonly IActorRef _topics;
    private readonly IActorRef _nodes;
    private readonly TimeSpan _interval;
    private readonly NodeClock _clock;
    private int _intervals;
    private bool _isWatched;

    private ClusterStatsActor(IActorRef topics, IActorRef nodes, TimeSpan interval, NodeClock clock) =>
        (_topics, _nodes, _interval, _clock) = (topics, nodes, interval, clock);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="topics">The topics of this node.</param>
    /// <param name="nodes">Asks all nodes.</param>
    /// <param name="interval">The time between two messages.</param>
    /// <param name="clock">The time.</param>
    public static Props Props(IActorRef topics, IActorRef nodes, TimeSpan interval, NodeClock clock) =>
        ActorFactory<ClusterStatsActor>.Props(() => new ClusterStatsActor(topics, nodes, interval, clock));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _interval);
        OnTick();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: OnTick(); break;
            case GatheredAnswers answers: Publish(answers); break;
            case TopicReply.Published published: _isWatched = published.Subscribers > 0; break;
            case TopicReply.Refused: break;
            default: Unhandled(message); break;
        }
    }

    private void OnTick()
    {
        if (_isWatched || _intervals++ % RestingIntervals == 0)
            _nodes.Tell(NodeQuery.GetStats.Instance);
    }

    private void Publish(GatheredAnswers answers)
    {
        var stats = ClusterStats.Of([.. answers.Answers.OfType<NodeResult.Stats>()], answers.Missing, _clock.UtcNow);
        var json = JsonSerializer.SerializeToUtf8Bytes(stats, ClusterStatsJson.Default.ClusterStats);
        if (Publication.TryParseJson(json, out var publication, out _))
            _topics.Tell(new TopicRequest.Publish(Topic, publication, PublicationSource.Server));
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
