using System.Globalization;
using System.Text;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using WsActors.Cluster.Runtime;
using WsActors.Cluster.Settings;
using WsActors.Cluster.Wire;

namespace WsActors.Cluster;

/// <summary>The configuration of the actor system of a node in a cluster. A node by itself has none of it.</summary>
public static class ClusterConfiguration
{
    // Frames carry at most 64 KB of ours, but a message may hold one publication of 1 MiB, and Akka discards frames above the limit.
    private const int MaxFrameBytes = 2 * 1024 * 1024;

    /// <summary>The time that a shutdown needs from the end of the drain to leave the cluster.</summary>
    public static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(25);

    /// <summary>Returns the configuration.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timing">The durations.</param>
    /// <param name="drain">The time limit of the drain, which comes first when the node loses its cluster.</param>
    /// <remarks>
    /// The defaults of all parts are in it from the start. Otherwise each adds its own when it is first used, and what other nodes send it before that cannot be read.
    /// </remarks>
    public static Config Create(ClusterSettings settings, ClusterTiming timing, TimeSpan drain) => ConfigurationFactory
        .ParseString(Serialization() + Remoting(settings) + Membership(settings, timing) + Placement(settings, timing) + Shutdown(drain))
        .WithFallback(ClusterSharding.DefaultConfig())
        .WithFallback(ClusterSingleton.DefaultConfig())
        .WithFallback(DistributedData.DefaultConfig());

    private static string Serialization()
    {
        var bindings = new StringBuilder();
        foreach (var type in NodeSerializer.Types)
            bindings.AppendLine(CultureInfo.InvariantCulture, $"    \"{type.FullName}, {type.Assembly.GetName().Name}\" = wsactors");
        return $$"""
            akka.actor {
              provider = cluster
              serializers {
                json = "{{NameOf(typeof(RefusingSerializer))}}"
                wsactors = "{{NameOf(typeof(NodeSerializer))}}"
              }
              serialization-bindings {
            {{bindings}}
              }
            }

            """;
    }

    // Two nodes can have the same address under different names: the one in the settings is the one that counts.
    private static string Remoting(ClusterSettings settings) =>
        $$"""
        akka.remote {
          log-remote-lifecycle-events = off
          dot-netty.tcp {
            hostname = {{Quoted(settings.Address)}}
            port = {{settings.Port}}
            dns-use-ipv6 = {{OnOff(settings.Address.Contains(':', StringComparison.Ordinal))}}
            maximum-frame-size = {{MaxFrameBytes}}b
            send-buffer-size = {{MaxFrameBytes}}b
            receive-buffer-size = {{MaxFrameBytes}}b
            enable-ssl = {{OnOff(settings.Tls.Path.Length > 0)}}
            ssl.require-mutual-authentication = on
          }
        }

        """;

    // A member takes part only once a majority of the seeds is there: a node that has begun a cluster and is cut off at once must not go on alone.
    // Removal takes UnreachableAfter, RemovedAfter and a round of gossip. down-all-when-unstable would end all nodes where connections come and go.
    private static string Membership(ClusterSettings settings, ClusterTiming timing) =>
        $$"""
        akka.cluster {
          roles = [{{string.Join(", ", Roles(settings).Select(Quoted))}}]
          app-version = "{{BuildVersion.Current}}"
          log-info = off
          allow-weakly-up-members = off
          role.{{settings.SeedTag}}.min-nr-of-members = {{settings.FewestSeeds}}
          run-coordinated-shutdown-when-down = on
          retry-unsuccessful-join-after = 3 s
          gossip-interval = {{Milliseconds(timing.Heartbeat)}}
          leader-actions-interval = {{Milliseconds(timing.Heartbeat)}}
          unreachable-nodes-reaper-interval = {{Milliseconds(timing.Heartbeat)}}
          periodic-tasks-initial-delay = {{Milliseconds(timing.Heartbeat)}}
          down-removal-margin = {{Milliseconds(timing.RemovalMargin)}}
          scheduler.tick-duration = 50 ms
          failure-detector {
            heartbeat-interval = {{Milliseconds(timing.Heartbeat)}}
            expected-response-after = {{Milliseconds(timing.Heartbeat)}}
            acceptable-heartbeat-pause = {{Milliseconds(timing.UnreachableAfter)}}
          }
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver {
            active-strategy = keep-majority
            stable-after = {{Milliseconds(timing.RemovedAfter)}}
            down-all-when-unstable = off
          }
        }

        """;

    // The coordinator's state is written to a majority, so that buckets can be placed while a node cannot be reached, and read from all.
    // Deltas would let entries that were superseded appear again: the register's writes carry the whole set.
    private static string Placement(ClusterSettings settings, ClusterTiming timing) =>
        $$"""
        akka.cluster.distributed-data {
          role = {{Quoted(settings.Tag)}}
          gossip-interval = {{Milliseconds(timing.Heartbeat)}}
          delta-crdt.enabled = off
          durable.keys = []
        }
        akka.cluster.sharding {
          state-store-mode = ddata
          remember-entities = off
          passivate-idle-entity-after = off
          buffer-size = 10000
          retry-interval = 1 s
          coordinator-failure-backoff = 1 s
          shard-failure-backoff = 1 s
          updating-state-timeout = 2 s
          coordinator-state {
            write-majority-plus = 0
            read-majority-plus = 100
          }
          rebalance-interval = {{Milliseconds(timing.Rebalance)}}
          handoff-timeout = 20 s
          least-shard-allocation-strategy {
            rebalance-absolute-limit = 16
            rebalance-relative-limit = 1.0
          }
          distributed-data {
            majority-min-cap = 0
            durable.keys = []
            delta-crdt.enabled = off
          }
        }

        """;

    private static string Shutdown(TimeSpan drain) =>
        $$"""
        akka.stdout-loglevel = WARNING
        akka.coordinated-shutdown.phases {
          before-service-unbind.timeout = {{Milliseconds(drain + TimeSpan.FromSeconds(5))}}
          cluster-sharding-shutdown-region.timeout = 10 s
        }

        """;

    private static IEnumerable<string> Roles(ClusterSettings settings)
    {
        yield return settings.Tag;
        if (settings.Has(ClusterRole.Homes))
            yield return settings.HomesTag;
        if (settings.Has(ClusterRole.Clients))
            yield return "clients";
        if (settings.Discovery.Length > 0 || settings.Seeds.Any(seed => IsOwn(seed, settings)))
            yield return settings.SeedTag;
    }

    private static bool IsOwn(string seed, ClusterSettings settings) =>
        NodeNames.TrySplit(seed, out var host, out var port) && port == settings.Port && host == settings.Address.Trim('[', ']');

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string OnOff(bool value) => value ? "on" : "off";

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
