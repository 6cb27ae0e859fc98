using System.Diagnostics.Metrics;
using Akka.Hosting;
using WsActors.Actors;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Routing;
using AkkaLogLevel = Akka.Event.LogLevel;

namespace WsActors.AspNetCore.Hosting;

/// <summary>Adds the actors to the host.</summary>
internal static class PushComposition
{
    private const string ActorSystemName = "wsactors";

    // Messages to connections that have just closed are normal here, and the host runs the shutdown. With usual timeouts nothing is due
    // in less than 100 ms, and each tick wakes threads of an idle node.
    private const string Hocon =
        """
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.exit-clr = off
        akka.scheduler.tick-duration = 50ms
        """;

    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="listener">The listener that accepts clients.</param>
    /// <param name="others">Routes beside the server's own.</param>
    public static void AddPush(
        this IServiceCollection services,
        ServerConfiguration configuration,
        IListener listener,
        IReadOnlyList<IClientRoute> others)
    {
        var push = configuration.Server.Push;
        IClientRoute[] routes = [.. ClientRoutes.Standard(push.Echo, push.MaxEchoMessageBytes), .. others];
        services.AddSingleton(configuration);
        services.AddSingleton(listener);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            new ServerTelemetry(
                provider.GetRequiredService<IMeterFactory>().Create(ServerTelemetry.MeterName), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NodeState>();
        services.AddSingleton<PushNode>();

        services.AddAkka(ActorSystemName, (akka, provider) => akka
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .AddHocon(ActorConfiguration.Hocon, HoconAddMode.Prepend)
            .UseCluster(provider)
            .AddSetup(new HostLogActor.Target(provider.GetRequiredService<ILoggerFactory>()))
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLogger<HostLogActor>();
                loggers.LogLevel = LevelOf(provider.GetRequiredService<ILoggerFactory>());
            })
            .WithActors((system, _) => configuration.Server.Push.WarmUp
                ? ActivatorUtilities.CreateInstance<WarmUp>(provider).RunAsync(system)
                : Task.CompletedTask)
            .WithActors((system, registry) => registry.Register<ServerActor>(system.ActorOf(
                ServerActor.Props(
                    configuration.Server,
                    listener,
                    provider.GetRequiredService<ServerTelemetry>(),
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetService<IAccess>(),
                    provider.GetRequiredService<IBackend>(),
                    provider.GetService<IHistoryStore>(),
                    routes,
                    provider.GetService<ICluster>()),
                "ws"))));

        services.AddReloadableParts();

        // After the actor system, to which it sends requests, and before Kestrel, which the framework adds last.
        services.AddHostedService<PushHost>();
    }

    // Only limits that connections look up anew: others are part of what was built at the start.
    private static void AddReloadableParts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Topics:Rules"],
            next => provider.GetService<IHistoryStore>() is not null || !next.Server.Topics.Rules.Any(rule => rule.History.Durable),
            next => () => provider.GetRequiredService<PushNode>().UseRules(next.Server.Topics.Rules))
        {
            // A rule that admits everyone may be meant for a node that refuses clients without a token.
            Needs = ["WsActors:Tokens", "WsActors:Webhooks", "WsActors:Push:AcceptApiKeys", "WsActors:Storage"],
        });
        services.AddSingleton(provider => new ReloadablePart(
            [
                "WsActors:Push:MaxConnections",
                "WsActors:Push:MaxConnectionsPerAddress",
                "WsActors:Push:MaxConnectionsPerUser",
                "WsActors:Push:MaxConnectionAge",
                "WsActors:Push:MaxTaps",
                "WsActors:Push:MaxSubscriptions",
                "WsActors:Push:MaxPendingSubscriptions",
                "WsActors:Push:CommandsPerSecond",
                "WsActors:Push:CommandBurst",
                "WsActors:Push:Compression:ClientBytesPerSecond",
            ],
            _ => true,
            next => () => provider.GetRequiredService<PushNode>().UseLimits(next.Server.Push)));
    }

    // The actors do not format messages that the logging configuration would drop.
    private static AkkaLogLevel LevelOf(ILoggerFactory factory) =>
        factory.CreateLogger("WsActors.Actors").IsEnabled(LogLevel.Debug) ? AkkaLogLevel.DebugLevel : AkkaLogLevel.InfoLevel;
}
