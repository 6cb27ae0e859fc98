using System.Diagnostics.Metrics;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Transport;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.WarmUp;

/// <summary>
/// Has clients in memory use a node of actors beside the real one, before that lets anybody in. What they run through is
/// compiled then, by a runtime that compiles what is used thirty times: otherwise the storm of clients that meets a node just
/// after its start would pay for it, up to half as much again for each handshake.
/// </summary>
public sealed class WarmUpActor : UntypedActor
{
    /// <summary>What the clients listen to, in a node of their own.</summary>
    internal const string Topic = "warm-up";

    // The runtime begins to count calls when nothing new was called for 100 ms, and compiles what it has counted 30 calls of.
    private const int Rounds = 2;
    private const int Clients = 60;
    private const int Publications = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly QueueListener _listener;
    private IActorRef _asker = ActorRefs.Nobody;
    private IActorRef _topics = ActorRefs.Nobody;
    private int _round;
    private int _subscribed;
    private int _published;
    private int _gone;
    private ICancelable? _pause;

    private WarmUpActor(TimeProvider time, Meter meter, QueueListener listener)
    {
        _time = time;
        _meter = meter;
        _listener = listener;
    }

    /// <param name="time">The clock of the node that is warmed up.</param>
    public static Props Props(TimeProvider time) =>
        ActorFactory<WarmUpActor>.Props(() => new WarmUpActor(time, new Meter("WsActors.WarmUp"), new QueueListener()));

    /// <summary>Begins, once. Answered by <see cref="Done"/>, after which the actor stops.</summary>
    public sealed record Run
    {
        public static readonly Run Instance = new();
    }

    /// <summary>What was to be compiled is compiled, or will be in a moment.</summary>
    public sealed record Done
    {
        public static readonly Done Instance = new();
    }

    internal sealed record Subscribed
    {
        public static readonly Subscribed Instance = new();
    }

    internal sealed record Gone
    {
        public static readonly Gone Instance = new();
    }

    private sealed record NextRound
    {
        public static readonly NextRound Instance = new();
    }

    protected override void PostStop()
    {
        _pause?.Cancel();
        _meter.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Run: OnRun(); break;
            case ServerActor.Children children: OnNodeStarted(children); break;
            case NextRound: BeginRound(); break;
            case Subscribed: OnSubscribed(); break;
            case TopicActor.Published: PublishNext(); break;
            case Gone: OnGone(); break;
            default: Unhandled(message); break;
        }
    }

    private void OnRun()
    {
        // The instruments are nobody's: what is done here is no traffic.
        _asker = Sender;
        Context.ActorOf(ServerActor.Props(new ServerSettings(), _listener, new ServerTelemetry(_meter), _time), "node")
            .Tell(ServerActor.GetChildren.Instance);
    }

    private void OnNodeStarted(ServerActor.Children children)
    {
        _topics = children.Topics;
        BeginRound();
    }

    private void BeginRound()
    {
        _round++;
        (_subscribed, _published, _gone) = (0, 0, 0);
        for (var i = 0; i < Clients; i++)
            _listener.Connect(new WarmUpClient(Self, Publications));
    }

    private void OnSubscribed()
    {
        if (++_subscribed == Clients)
            PublishNext();
    }

    // One after the other: together they would be delivered as one.
    private void PublishNext()
    {
        if (++_published <= Publications)
            _topics.Tell(new TopicsActor.Publish(TopicName.Parse(Topic), Publication.FromBinary("warm"u8.ToArray()), PublicationSource.AdminApi));
    }

    private void OnGone()
    {
        if (++_gone < Clients)
            return;

        if (_round < Rounds)
        {
            _pause = Context.System.Scheduler.ScheduleTellOnceCancelable(Pause, Self, NextRound.Instance, ActorRefs.NoSender);
            return;
        }

        _asker.Tell(Done.Instance);
        Context.Stop(Self);
    }
}
