using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Membership;
using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Seats;

/// <summary>
/// Starts this node's part of the sharding once the node takes part in the cluster, and passes <see cref="LocateHome"/> to it. Earlier requests are dropped:
/// nodes repeat them.
/// </summary>
internal sealed class LocatorActor : UntypedActor, IWithTimers
{
    private const string TypeName = "buckets";

    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(1);

    private readonly ClusterSettings _settings;
    private readonly IActorRef _buckets;
    private readonly ClusterTelemetry _telemetry;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _region = ActorRefs.Nobody;
    private bool _isStarting;

    private LocatorActor(ClusterSettings settings, IActorRef buckets, ClusterTelemetry telemetry)
    {
        _telemetry = telemetry;
        _settings = settings;
        _buckets = buckets;
    }

    /// <param name="settings">The settings.</param>
    /// <param name="buckets">The actor that runs the homes.</param>
    /// <param name="telemetry">The metrics.</param>
    public static Props Props(ClusterSettings settings, IActorRef buckets, ClusterTelemetry telemetry) =>
        ActorFactory<LocatorActor>.Props(() => new LocatorActor(settings, buckets, telemetry));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LocateHome: _region.Tell(message, Sender); break;
            case MembersChanged when !_isStarting: Start(); break;
            case MembersChanged: break;
            case Retry: Start(); break;
            case Region started: _region = started.Ref; break;
            case Status.Failure failure: OnFailed(failure.Cause); break;
            default: Unhandled(message); break;
        }
    }

    private void Start()
    {
        _isStarting = true;
        StartRegion().PipeTo(Self, success: region => new Region(region));
    }

    private Task<IActorRef> StartRegion()
    {
        var sharding = ClusterSharding.Get(Context.System);
        var extractor = new BucketExtractor(_settings.Buckets);
        if (!_settings.Has(ClusterRole.Homes))
            return sharding.StartProxyAsync(TypeName, _settings.HomesTag, extractor);

        var settings = ClusterShardingSettings.Create(Context.System).WithRole(_settings.HomesTag);
        var (buckets, telemetry) = (_buckets, _telemetry);
        return sharding.StartAsync(
            TypeName,
            entity => SeatActor.Props(int.Parse(entity, NumberStyles.None, CultureInfo.InvariantCulture), buckets, telemetry),
            settings,
            extractor,
            sharding.DefaultShardAllocationStrategy(settings),
            GiveUp.Instance);
    }

    private void OnFailed(Exception fault)
    {
        _log.Warning("The placement of buckets could not be started, and is tried again: {Fault}", fault.Message);
        Timers.StartSingleTimer(nameof(Retry), Retry.Instance, BeforeRetry);
    }

    private sealed record Region(IActorRef Ref);

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
