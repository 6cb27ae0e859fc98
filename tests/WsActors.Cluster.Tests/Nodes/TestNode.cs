using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Membership;
using WsActors.Cluster.Runtime;
using WsActors.Cluster.Settings;
using WsActors.Protocol.Replication;
using Direction = Akka.Remote.Transport.ThrottleTransportAdapter.Direction;

namespace WsActors.Cluster.Tests.Nodes;

/// <summary>A real node with an actor system and a port of its own. Its buckets are recorded instead of run.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    // Shorter than a real node's, with about the same proportions. On a busy machine, nodes of one process stand still for more than a second.
    public static readonly ClusterTiming Timing = new()
    {
        Heartbeat = TimeSpan.FromMilliseconds(200),
        UnreachableAfter = TimeSpan.FromMilliseconds(2500),
        RemovedAfter = TimeSpan.FromMilliseconds(1500),
        RemovalMargin = TimeSpan.FromMilliseconds(500),
        Lease = TimeSpan.FromMilliseconds(1200),
        Register = TimeSpan.FromMilliseconds(1500),
        Rebalance = TimeSpan.FromSeconds(1),
    };

    private const string ForTests =
        """
        akka.loglevel = INFO
        akka.stdout-loglevel = OFF
        akka.loggers = ["WsActors.Cluster.Tests.Nodes.LogLines, WsActors.Cluster.Tests"]
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.exit-clr = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.cluster.seed-node-timeout = 2 s
        akka.remote.retry-gate-closed-for = 200 ms
        """;

    private const string Cuttable = "akka.remote.dot-netty.tcp.applied-adapters = [\"trttl\"]";

    private TestNode(ActorSystem system, NodeCluster cluster, RecordedBuckets buckets, LogLines.Lines log)
    {
        System = system;
        Cluster = cluster;
        Buckets = buckets;
        Log = log;
    }

    public ActorSystem System { get; }

    public NodeCluster Cluster { get; }

    public RecordedBuckets Buckets { get; }

    public LogLines.Lines Log { get; }

    public ClusterNode Node => Buckets.Node!;

    public ReplicaId Id => Node.Self;

    public ClusterView? View => Buckets.View;

    public static TestNode Start(
        ClusterSettings settings, X509Certificate2? certificate = null, X509Certificate2Collection? authorities = null, IPAddress[]? discovered = null, bool canBeCut = true)
    {
        var hocon = ConfigurationFactory.ParseString(canBeCut ? $"{ForTests}\n{Cuttable}" : ForTests)
            .WithFallback(ClusterConfiguration.Create(settings, Timing, TimeSpan.FromSeconds(1)))
            .WithFallback(ConfigurationFactory.ParseString(ActorConfiguration.Hocon));
        var lines = new LogLines.Lines();
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(hocon), lines);
        if (certificate is not null)
            setup = setup.And(ClusterTls.Setup(certificate, authorities!));
        var system = ActorSystem.Create("wsactors", setup);
        var cluster = new NodeCluster(settings, Timing, TimeProvider.System, new ServerTelemetry(new Meter(ServerTelemetry.MeterName)).Cluster)
        {
            Resolve = name => discovered is null ? Dns.GetHostAddressesAsync(name) : Task.FromResult(discovered),
        };
        var buckets = new RecordedBuckets();
        system.ActorOf(Props.Create(() => new RecordingActor(cluster, buckets)), "buckets");
        return new TestNode(system, cluster, buckets, lines);
    }

    /// <summary>Cuts or restores the connections to other nodes in both directions.</summary>
    public async Task ThrottleAsync(bool isCut, params IEnumerable<TestNode> others)
    {
        var provider = (IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider;
        foreach (var other in others)
        {
            NodeNames.TryParse(other.Id.Address, provider.DefaultAddress, out var address);
            ThrottleMode mode = isCut ? Blackhole.Instance : Unthrottled.Instance;
            await provider.Transport.ManagementCommand(new SetThrottle(address!, Direction.Both, mode));
        }
    }

    /// <summary>Returns the members as the admin API shows them.</summary>
    public Task<ClusterMembers> MembersAsync() => Cluster.Members.Ask<ClusterMembers>(GetMembers.Instance, TimeSpan.FromSeconds(10));

    /// <summary>Leaves the cluster as a process does that ends.</summary>
    public Task LeaveAsync() => CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);

    /// <summary>Ends like a process that is killed: the others see that its connections end, and get no message.</summary>
    public Task KillAsync() => System.Terminate();

    public async ValueTask DisposeAsync() => await System.Terminate();
}
