using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using WsActors.Actors.Transport;
using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>
/// What one listener shows its peers: the certificates in use, each with the options of a handshake made once and shared
/// by all. Replacing them is one write; a handshake under way keeps those that it began with.
/// </summary>
internal sealed class TlsIdentity(TlsOptions options, IReadOnlyList<SslApplicationProtocol> protocols, CertificateSet certificates) : ITlsIdentity
{
    private volatile State _state = StateOf(options, protocols, certificates);

    public SslServerAuthenticationOptions OptionsFor(string serverName)
    {
        var state = _state;
        return state.Options[state.Certificates.For(serverName)];
    }

    public void Use(CertificateSet certificates) => _state = StateOf(options, protocols, certificates);

    private static State StateOf(TlsOptions options, IReadOnlyList<SslApplicationProtocol> protocols, CertificateSet certificates) => new(
        certificates,
        certificates.All.ToFrozenDictionary(certificate => certificate, certificate => HandshakeOptions(options, protocols, certificate)));

    private static SslServerAuthenticationOptions HandshakeOptions(
        TlsOptions options, IReadOnlyList<SslApplicationProtocol> protocols, ServerCertificate certificate) => new()
        {
            ServerCertificateContext = certificate.Context,
            EnabledSslProtocols = options.MinimumVersion == TlsVersion.Tls13
                ? SslProtocols.Tls13
                : SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [.. protocols],

            // Nothing of ours needs it, and a peer could keep us busy with it (RFC 9325 §3.5).
            AllowRenegotiation = false,

            // Clients that come back together, after a drain, spare both sides the costly half of the handshake.
            AllowTlsResume = true,
        };

    private sealed record State(CertificateSet Certificates, FrozenDictionary<ServerCertificate, SslServerAuthenticationOptions> Options);
}
