using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;

namespace WsActors.Cluster.Seats;

/// <summary>
/// The sharded entity of a bucket. As long as it lives, the bucket's home is on this node. It ends only when the home has stopped, so that sharding gives the
/// bucket to another node no earlier.
/// </summary>
internal sealed class SeatActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BetweenRequests = TimeSpan.FromSeconds(2);

    private readonly int _bucket;
    private readonly IActorRef _buckets;
    private readonly ClusterTelemetry _telemetry;
    private bool _isLeft;

    private SeatActor(int bucket, IActorRef buckets, ClusterTelemetry telemetry)
    {
        _telemetry = telemetry;
        _bucket = bucket;
        _buckets = buckets;
    }

    /// <param name="bucket">The bucket's number.</param>
    /// <param name="buckets">The actor that runs the home.</param>
    /// <param name="telemetry">The metrics.</param>
    public static Props Props(int bucket, IActorRef buckets, ClusterTelemetry telemetry) =>
        ActorFactory<SeatActor>.Props(() => new SeatActor(bucket, buckets, telemetry));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.Watch(_buckets);
        _buckets.Tell(new HomeSeat.Take(_bucket));
        _telemetry.HomesChanged(1);
    }

    // Also when sharding gives up waiting, or its region ends.
    protected override void PostStop()
    {
        _telemetry.HomesChanged(-1);
        if (!_isLeft)
            _buckets.Tell(new HomeSeat.Leave(_bucket), ActorRefs.NoSender);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LocateHome: _buckets.Tell(message, Sender); break;
            case GiveUp: Timers.StartPeriodicTimer(nameof(Leave), Leave.Instance, TimeSpan.Zero, BetweenRequests); break;
            case Leave: _buckets.Tell(new HomeSeat.Leave(_bucket)); break;
            case HomeSeat.Left: Stop(); break;
            case Terminated: Stop(); break;
            default: Unhandled(message); break;
        }
    }

    private void Stop()
    {
        _isLeft = true;
        Context.Stop(Self);
    }

    private sealed record Leave
    {
        public static readonly Leave Instance = new();
    }
}
