using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Authentication;

/// <summary>Adds the application's own authentication of clients to the node, in the place of the connect webhook.</summary>
internal static class AuthenticationComposition
{
    /// <summary>True if an application has an <see cref="IClientAuthenticator"/>.</summary>
    public static bool HasAuthenticator(this IServiceProvider application)
    {
        if (application.GetService<IServiceProviderIsService>() is { } container)
            return container.IsService(typeof(IClientAuthenticator));

        // A container that does not tell is asked for one: all clients would come in if it was overlooked.
        using var scope = application.CreateScope();
        return scope.ServiceProvider.GetService<IClientAuthenticator>() is not null;
    }

    /// <param name="services">The services of the node.</param>
    /// <param name="limits">The limits for decisions.</param>
    /// <param name="application">The services of the application.</param>
    public static void AddAuthenticator(this IServiceCollection services, WebhookOptions limits, IServiceProvider application)
    {
        if (!application.HasAuthenticator())
            return;

        services.AddSingleton(provider => new AuthenticatorAccess(
            application.GetRequiredService<IServiceScopeFactory>(),
            limits,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ServerTelemetry>(),
            provider.GetRequiredService<ILogger<AuthenticatorAccess>>()));
        services.AddSingleton<IAccess>(provider => provider.GetRequiredService<AuthenticatorAccess>());
    }
}
