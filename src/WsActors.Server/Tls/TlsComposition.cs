using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>Adds TLS to the host and to the admin listener.</summary>
internal static class TlsComposition
{
    /// <param name="builder">The host.</param>
    /// <param name="options">The settings.</param>
    /// <param name="identities">The certificates; null adds nothing.</param>
    public static void AddTls(this WebApplicationBuilder builder, TlsOptions options, TlsIdentities? identities)
    {
        if (identities is null)
            return;

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(identities);
        builder.Services.AddHostedService<CertificateWatch>();
        builder.Services.AddSingleton(new ReloadablePart(
            ["WsActors:Tls:Certificates"], next => next.Tls.Certificates.Count > 0, next => identities.Prepare(next.Tls.Certificates)));
    }

    public static void UseTls(this ListenOptions listen, TlsIdentity identity)
    {
        listen.Use(PlainHttpRefusal.Before);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context => ValueTask.FromResult(identity.OptionsFor(context.ClientHelloInfo.ServerName)),
        });
    }
}
