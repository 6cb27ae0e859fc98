using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Cluster;
using WsActors.Cluster.Settings;

namespace WsActors.AspNetCore.Clustering;

/// <summary>Adds the cluster to the host if one is configured. Without one, nothing of it is started, and the actor system has no port.</summary>
internal static class ClusterComposition
{
    /// <param name="services">The services of the host.</param>
    /// <param name="cluster">The settings.</param>
    /// <param name="tls">TLS between nodes; null for none.</param>
    public static void AddCluster(this IServiceCollection services, ClusterSettings cluster, Setup? tls)
    {
        if (!cluster.IsOn())
            return;

        var timing = ClusterTiming.Of(cluster.UnreachableAfter);
        services.AddSingleton(provider => new NodeCluster(
            cluster, timing, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ServerTelemetry>().Cluster));
        services.AddSingleton<ICluster>(provider => provider.GetRequiredService<NodeCluster>());
        services.AddSingleton(new Configuration(cluster, timing, tls));
    }

    /// <summary>Configures the actor system for the cluster if one is configured.</summary>
    public static AkkaConfigurationBuilder UseCluster(this AkkaConfigurationBuilder akka, IServiceProvider provider)
    {
        if (provider.GetService<Configuration>() is not { } configuration)
            return akka;

        var drain = provider.GetRequiredService<ServerConfiguration>().Server.Drain.Timeout;
        akka.AddHocon(ClusterConfiguration.Create(configuration.Cluster, configuration.Timing, drain), HoconAddMode.Prepend);
        if (configuration.Tls is { } tls)
            akka.AddSetup(tls);
        return akka.WithActors((system, _) => CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind, "send clients away", () => SendClientsAwayAsync(system, provider)));
    }

    // A node that is no member any more ends: the clients go at the pace of a drain, and the exit code has the supervisor start it again.
    private static async Task<Akka.Done> SendClientsAwayAsync(ActorSystem system, IServiceProvider provider)
    {
        var lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Akka.Done.Instance;

        var reason = CoordinatedShutdown.Get(system).ShutdownReason;
        provider.GetRequiredService<NodeExit>().OnClusterLost(reason is CoordinatedShutdown.ClusterDowningReason ? null : $"{reason}");
        lifetime.StopApplication();
        await provider.GetRequiredService<PushNode>().Drain.RunAsync(CancellationToken.None);
        return Akka.Done.Instance;
    }

    private sealed record Configuration(ClusterSettings Cluster, ClusterTiming Timing, Setup? Tls);
}
