using WsActors.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client of the push server.</summary>
public static class WsActorsClientServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="WsActorsClient"/> for the whole application. It is made when it is first needed, and disposed with the container.</summary>
    /// <param name="services">The services.</param>
    /// <param name="address">The address of the push listener, for example <c>wss://push.example.com/connect</c>.</param>
    /// <param name="configure">Sets options; it may ask for services.</param>
    public static IServiceCollection AddWsActorsClient(
        this IServiceCollection services, Uri address, Action<IServiceProvider, WsActorsClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(address);
        return services.AddSingleton(provider =>
        {
            var options = new WsActorsClientOptions();
            configure?.Invoke(provider, options);
            return new WsActorsClient(address, options);
        });
    }
}
