using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>
/// Adds the verification of clients' tokens to the host. Without configured keys it adds nothing, and clients need no token.
/// </summary>
internal static class TokensComposition
{
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="next">Finds the step that decides after a token was accepted; it returns null if there is none.</param>
    public static void AddTokens(
        this IServiceCollection services, ServerConfiguration configuration, Func<IServiceProvider, IAccess?> next)
    {
        var options = configuration.Tokens;
        if (!options.IsOn)
            return;

        var configured = ConfiguredKeys.Load(options);
        services.AddSingleton(provider => new KeyRing(configured, KeySetsOf(options, provider)));
        var claims = new TokenClaims(options, configuration.Server.Topics.Rules);
        services.AddSingleton(provider => new TokenJudge(options, provider.GetRequiredService<KeyRing>(), claims));
        services.AddSingleton(provider => new ReloadablePart(
            ["WsActors:Tokens:Keys"],

            // Without any key, no client could connect until the restart that brings the new key sets.
            next => next.Tokens.Keys.Count > 0 || options.KeySets.Urls.Count > 0,
            next => Prepare(next, provider.GetRequiredService<KeyRing>(), claims)));
        services.AddSingleton(provider => new TokenAccess(
            options, provider.GetRequiredService<TokenJudge>(), provider.GetRequiredService<ServerTelemetry>(), next(provider)));
        services.AddSingleton<IAccess>(provider => provider.GetRequiredService<TokenAccess>());
        services.AddHostedService<KeySetRefresh>();
    }

    // Files are read again although their settings are the same, and key sets are fetched ahead of their time.
    private static Action Prepare(ServerConfiguration next, KeyRing ring, TokenClaims claims)
    {
        var keys = ConfiguredKeys.Load(next.Tokens);
        return () =>
        {
            ring.Use(keys);
            claims.Use(next.Server.Topics.Rules);
            foreach (var set in ring.KeySets)
                _ = set.FetchAsync();
        };
    }

    private static KeySet[] KeySetsOf(TokenOptions options, IServiceProvider provider)
    {
        // Redirects are not followed, because one could lead from https to any address.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.KeySets.Timeout })
        {
            MaxResponseContentBufferSize = options.KeySets.MaxBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        return
        [
            .. options.KeySets.Urls.Select(url => new KeySet(
                new Uri(url),
                http,
                options,
                provider.GetRequiredService<ServerTelemetry>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<KeySet>>())),
        ];
    }
}
