using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>The certificates of one moment, by server name. Immutable.</summary>
internal sealed class CertificateSet
{
    private readonly Dictionary<string, ServerCertificate> _byName = new(StringComparer.OrdinalIgnoreCase);

    public CertificateSet(IReadOnlyList<ServerCertificate> certificates)
    {
        All = certificates;

        // Where two certificates claim a name, the first in the settings has it.
        foreach (var certificate in certificates)
        {
            foreach (var name in certificate.Names)
                _byName.TryAdd(name, certificate);
        }
    }

    public IReadOnlyList<ServerCertificate> All { get; }

    public static CertificateSet Load(IReadOnlyList<TlsCertificateOptions> options) => new(
        [.. options.Select((certificate, index) => CertificateFile.Load($"WsActors:Tls:Certificates:{index}", certificate))]);

    /// <summary>The exact name's, else the wildcard's (RFC 9525 §6.3: the left-most label only), else the first.</summary>
    public ServerCertificate For(string serverName)
    {
        if (_byName.TryGetValue(serverName, out var exact))
            return exact;

        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byName.TryGetValue($"*{serverName[dot..]}", out var wildcard) ? wildcard : All[0];
    }
}
