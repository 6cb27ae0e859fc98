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
        builder.Services.AddSingleton(new ApiKeys(configuration.Admin));
        builder.Services.AddSingleton<IPublishQuota>(provider => new PublishQuota(configuration.Admin, provider.GetRequiredService<TimeProvider>()));
        if (configuration.Server.Push.AcceptApiKeys)
            builder.Services.AddSingleton<IAccess>(provider => new ApiKeyAccess(
                provider.GetRequiredService<ApiKeys>(),
                provider.GetRequiredService<IPublishQuota>(),
                provider.GetRequiredService<ServerTelemetry>(),
                next(provider),
                provider.GetRequiredService<ILogger<ApiKeyAccess>>()));
    }
}
