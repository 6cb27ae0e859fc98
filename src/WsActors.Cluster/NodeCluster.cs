using System.Net;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Membership;
using WsActors.Cluster.Register;
using WsActors.Cluster.Runtime;
using WsActors.Cluster.Seats;
using WsActors.Cluster.Settings;
using AkkaCluster = Akka.Cluster.Cluster;

namespace WsActors.Cluster;

/// <summary>The cluster of this node's actor system, which must be configured by <see cref="ClusterConfiguration"/>.</summary>
/// <param name="settings">The settings.</param>
/// <param name="timing">The durations.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">The metrics.</param>
public sealed class NodeCluster(ClusterSettings settings, ClusterTiming timing, TimeProvider time, ClusterTelemetry telemetry) : ICluster
{
    private AkkaCluster? _cluster;
    private volatile NodeLease? _lease;
    private volatile bool _hasJoined;

    public int Buckets => settings.Buckets;

    public int Replicas => settings.Replicas;

    /// <summary>Looks up the addresses of a DNS name.</summary>
    internal Func<string, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Answers <see cref="GetMembers"/>; nobody before <see cref="Join"/>.</summary>
    public IActorRef Members { get; private set; } = ActorRefs.Nobody;

    public void Abandon() => _cluster?.Down(_cluster.SelfAddress);

    /// <summary>True once this node takes part in the cluster.</summary>
    public bool HasJoined => _hasJoined;

    /// <summary>True as long as this node has its lease.</summary>
    public bool HasLease => _lease is { IsValid: true };

    public NodePeers Connect(IActorRefFactory context, IActorRef local)
    {
        var system = SystemOf(context);
        var self = NodeNames.Of(AkkaCluster.Get(system).SelfUniqueAddress);
        return new NodePeers(self, new NodeLinks(system, self, local));
    }

    public ClusterNode Join(IActorRefFactory parent, IActorRef buckets)
    {
        var system = SystemOf(parent);
        _cluster = AkkaCluster.Get(system);
        var self = NodeNames.Of(_cluster.SelfUniqueAddress);
        var clock = new NodeClock(time);
        var lease = new NodeLease(timing.Lease, clock);
        _lease = lease;
        var register = parent.ActorOf(RegisterActor.Props(settings.Buckets, timing.Register), "register");
        var leases = parent.ActorOf(LeaseActor.Props(self, local => new NodeLinks(system, self, local), lease, clock, timing.Lease, telemetry), "leases");
        var locator = parent.ActorOf(LocatorActor.Props(settings, buckets, telemetry), "locator");
        Members = parent.ActorOf(MembershipActor.Props(settings, JoiningActor.Props(settings, timing.Heartbeat, Resolve), [register, leases], [locator], buckets, telemetry, () => _hasJoined = true), "members");
        return new ClusterNode(self, register, leases, lease, locator, new NodeLinks(system, self, buckets));
    }

    private static ExtendedActorSystem SystemOf(IActorRefFactory factory) =>
        (ExtendedActorSystem)((factory as IActorContext)?.System ?? (ActorSystem)factory);
}
