using WsActors.AspNetCore;
using WsActors.AspNetCore.Authentication;
using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Embedding;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Options;
using WsActors.Publishing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the push server to an application.</summary>
public static class WsActorsServiceCollectionExtensions
{
    /// <summary>
    /// Adds a node of the push server, which starts and drains with the application, and <see cref="IPushPublisher"/>, which publishes without HTTP.
    /// </summary>
    /// <remarks>
    /// The settings are the section <c>WsActors</c> of the application's configuration, and above it those of <paramref name="configure"/>. A setting
    /// that cannot be used throws an <see cref="InvalidConfigurationException"/> when the application is built. The application's shutdown
    /// timeout is raised to the time that the node needs to drain.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets settings in code.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The application has a node already.</exception>
    public static IServiceCollection AddWsActors(this IServiceCollection services, Action<WsActorsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(NodeHost)))
            throw new InvalidOperationException("AddWsActors was called twice: an application has one node.");

        var options = new WsActorsOptions();
        configure?.Invoke(options);
        services.AddLogging();
        services.AddMetrics();
        if (options.Authenticator is { } authenticator)
            services.AddSingleton(authenticator);
        if (options.Program is not null)
            services.AddSingleton(options.Program);
        services.AddSingleton(provider => options.Program is { } program
            ? new EmbeddedSettings(program.Parts.Configuration)
            : new EmbeddedSettings(provider.GetRequiredService<IConfiguration>(), options.Settings, provider.HasAuthenticator()));
        services.AddSingleton(provider => new NodeExit(provider.GetRequiredService<ILogger<NodeExit>>(), endsProcess: options.Program is not null));
        services.AddSingleton<NodeHost>();
        services.AddSingleton<IPushPublisher, NodePublisher>();
        services.AddOptions<HostOptions>().PostConfigure<EmbeddedSettings>((host, settings) => host.ShutdownTimeout =
            TimeSpan.FromTicks(Math.Max(host.ShutdownTimeout.Ticks, NodeComposition.TimeToStop(settings.Configuration).Ticks)));
        services.AddHostedService(provider => provider.GetRequiredService<NodeHost>());
        return services;
    }

    /// <summary>Adds a health check that is healthy while the node accepts clients: not while it starts, joins its cluster or drains.</summary>
    /// <param name="checks">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddWsActors(this IHealthChecksBuilder checks, string name = "wsactors")
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddCheck<NodeHealthCheck>(name);
    }
}
