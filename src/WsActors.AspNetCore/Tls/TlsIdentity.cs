using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>
/// The certificates of one listener, each with handshake options that all connections share. Replacing them is one write; a
/// handshake in progress keeps those that it began with.
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

            // The server does not need renegotiation, and peers could abuse it (RFC 9325 §3.5).
            AllowRenegotiation = false,

            // Resumption saves both sides the costly half of the handshake when many clients reconnect after a drain.
            AllowTlsResume = true,
        };

    private sealed record State(CertificateSet Certificates, FrozenDictionary<ServerCertificate, SslServerAuthenticationOptions> Options);
}
