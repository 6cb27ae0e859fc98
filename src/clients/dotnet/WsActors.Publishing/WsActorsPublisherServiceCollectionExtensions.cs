using Microsoft.Extensions.DependencyInjection.Extensions;
using WsActors.Publishing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the publisher to the push server.</summary>
public static class WsActorsPublisherServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="WsActorsPublisher"/>, also as <see cref="IPushPublisher"/>, as a typed client of <see cref="System.Net.Http.IHttpClientFactory"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options, at least <see cref="WsActorsPublisherOptions.Address"/>; it may ask for services.</param>
    /// <returns>The builder of the HTTP client, for handlers and certificates.</returns>
    public static IHttpClientBuilder AddWsActorsPublisher(this IServiceCollection services, Action<IServiceProvider, WsActorsPublisherOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddTransient<IPushPublisher>(provider => provider.GetRequiredService<WsActorsPublisher>());

        // The publisher has a time limit per attempt.
        return services.AddHttpClient(nameof(WsActorsPublisher), client => client.Timeout = Timeout.InfiniteTimeSpan)
            .AddTypedClient((client, provider) =>
            {
                var options = new WsActorsPublisherOptions();
                configure(provider, options);
                return new WsActorsPublisher(client, options);
            });
    }
}
