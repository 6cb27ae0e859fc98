using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>Adds the API keys and their quota, which the admin API and the push listener share.</summary>
internal static class ApiKeyComposition
{
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="next">Finds the step that decides about clients without an API key; it returns null if there is none.</param>
    public static void AddApiKeys(
        this IServiceCollection services, ServerConfiguration configuration, Func<IServiceProvider, IAccess?> next)
    {
        var keys = new ApiKeys(configuration.Admin);
        services.AddSingleton(keys);
        services.AddSingleton(provider => new PublishQuota(configuration.Admin, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPublishQuota>(provider => provider.GetRequiredService<PublishQuota>());
        services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Admin:ApiKeys", "WsActors:Admin:NamedApiKeys"],

            // Checks of host names and of other origins depend on whether there are keys.
            next => configuration.Admin.HasKeys && next.Admin.HasKeys,
            next => () => UseKeys(keys, next.Admin, provider)));
        services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Admin:PublishesPerSecond", "WsActors:Admin:PublishBurst"],
            _ => true,
            next => () => provider.GetRequiredService<PublishQuota>().Use(next.Admin)));
        if (configuration.Server.Push.AcceptApiKeys)
            services.AddSingleton<IAccess>(provider => new ApiKeyAccess(
                provider.GetRequiredService<ApiKeys>(),
                provider.GetRequiredService<IPublishQuota>(),
                provider.GetRequiredService<ServerTelemetry>(),
                next(provider),
                provider.GetRequiredService<ILogger<ApiKeyAccess>>()));
    }

    // The quota first, because it must have room for the number of each key that can be found. The connections last, so that those are closed, too, whose
    // handshake has found its key in the old set.
    private static void UseKeys(ApiKeys keys, AdminOptions next, IServiceProvider provider)
    {
        provider.GetRequiredService<PublishQuota>().MakeRoom(keys.Highest + next.KeyCount);
        keys.Use(next);
        provider.GetRequiredService<PushNode>().RefuseApiKeys(keys.Removed);
    }
}
