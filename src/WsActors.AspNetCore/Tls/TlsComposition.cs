using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>Adds the certificates of TLS to the host, and their renewal.</summary>
internal static class TlsComposition
{
    /// <param name="services">The services of the host.</param>
    /// <param name="options">The settings.</param>
    /// <param name="identities">The certificates; null adds nothing.</param>
    public static void AddTls(this IServiceCollection services, TlsOptions options, TlsIdentities? identities)
    {
        if (identities is null)
            return;

        services.AddSingleton(options);
        services.AddSingleton(identities);
        services.AddHostedService<CertificateWatch>();
        services.AddSingleton(new ReloadablePart(
            ["WsActors:Tls:Certificates"], next => next.Tls.Certificates.Count > 0, next => identities.Prepare(next.Tls.Certificates)));
    }
}
