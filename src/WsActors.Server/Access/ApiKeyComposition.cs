using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>Adds the API keys and their quota, which the admin API and the push listener share.</summary>
internal static class ApiKeyComposition
{
    /// <param name="builder">The host.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="next">Finds the step that decides about clients without an API key; it returns null if there is none.</param>
    public static void AddApiKeys(
        this WebApplicationBuilder builder, ServerConfiguration configuration, Func<IServiceProvider, IAccess?> next)
    {
        var keys = new ApiKeys(configuration.Admin);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton(provider => new PublishQuota(configuration.Admin, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IPublishQuota>(provider => provider.GetRequiredService<PublishQuota>());
        builder.Services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Admin:ApiKeys"],

            // Checks of host names and of other origins depend on whether there are keys.
            next => configuration.Admin.ApiKeys.Count > 0 && next.Admin.ApiKeys.Count > 0,
            next => () => UseKeys(keys, provider.GetRequiredService<PublishQuota>(), next.Admin)));
        builder.Services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Admin:PublishesPerSecond", "WsActors:Admin:PublishBurst"],
            _ => true,
            next => () => provider.GetRequiredService<PublishQuota>().Use(next.Admin)));
        if (configuration.Server.Push.AcceptApiKeys)
            builder.Services.AddSingleton<IAccess>(provider => new ApiKeyAccess(
                provider.GetRequiredService<ApiKeys>(),
                provider.GetRequiredService<IPublishQuota>(),
                provider.GetRequiredService<ServerTelemetry>(),
                next(provider),
                provider.GetRequiredService<ILogger<ApiKeyAccess>>()));
    }

    // The quota first: a key that is found has a number for which there must be room.
    private static void UseKeys(ApiKeys keys, PublishQuota quota, AdminOptions next)
    {
        quota.MakeRoom(keys.Highest + next.ApiKeys.Count);
        keys.Use(next);
    }
}
