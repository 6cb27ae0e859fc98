using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Adds the webhooks to the host, before the actors, so that they stop after them.</summary>
internal static class WebhookComposition
{
    public static void AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        if (!options.IsOn)
        {
            services.AddSingleton<IBackend>(NoBackend.Instance);
            return;
        }

        services.AddSingleton(options);
        services.AddSingleton<WebhookMessages>();
        services.AddSingleton(provider => provider.GetRequiredService<ServerTelemetry>().Webhooks);
        services.AddSingleton(provider => new WebhookSender(
            WebhookSender.Sockets(options), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookDecisions>();
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton<WebhookBackend>();
        services.AddSingleton<IBackend>(provider => provider.GetRequiredService<WebhookBackend>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookBackend>());
        if (!options.Connect)
            return;

        // If there are tokens, they are verified before this step.
        services.AddSingleton<WebhookAccess>();
        services.AddSingleton<IAccess>(provider => provider.GetRequiredService<WebhookAccess>());
    }
}
