using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>An immutable set of certificates by server name.</summary>
internal sealed class CertificateSet
{
    private readonly Dictionary<string, ServerCertificate> _byName = new(StringComparer.OrdinalIgnoreCase);

    public CertificateSet(IReadOnlyList<ServerCertificate> certificates)
    {
        All = certificates;

        // If two certificates have the same name, the first in the settings is used.
        foreach (var certificate in certificates)
        {
            foreach (var name in certificate.Names)
                _byName.TryAdd(name, certificate);
        }
    }

    public IReadOnlyList<ServerCertificate> All { get; }

    public static CertificateSet Load(IReadOnlyList<TlsCertificateOptions> options) => new(
        [.. options.Select((certificate, index) => CertificateFile.Load($"WsActors:Tls:Certificates:{index}", certificate))]);

    /// <summary>
    /// Returns the certificate with the exact name, else with a matching wildcard (RFC 9525 §6.3: left-most label only), else the first.
    /// </summary>
    public ServerCertificate For(string serverName)
    {
        if (_byName.TryGetValue(serverName, out var exact))
            return exact;

        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byName.TryGetValue($"*{serverName[dot..]}", out var wildcard) ? wildcard : All[0];
    }
}
