using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;

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
    private bool _isLeft;

    private SeatActor(int bucket, IActorRef buckets)
    {
        _bucket = bucket;
        _buckets = buckets;
    }

    /// <param name="bucket">The bucket's number.</param>
    /// <param name="buckets">The actor that runs the home.</param>
    public static Props Props(int bucket, IActorRef buckets) => ActorFactory<SeatActor>.Props(() => new SeatActor(bucket, buckets));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.Watch(_buckets);
        _buckets.Tell(new HomeSeat.Take(_bucket));
    }

    // Also when sharding gives up waiting, or its region ends.
    protected override void PostStop()
    {
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
