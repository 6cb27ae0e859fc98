using System.Net.Security;

namespace WsActors.Actors.Transport;

/// <summary>
/// Provides the server's TLS certificate. It is called in every handshake, so that the one after a renewal uses the new certificate while
/// existing connections keep the old one. Safe on any thread.
/// </summary>
public interface ITlsIdentity
{
    /// <summary>Certificate, versions and protocols for one handshake; the answer is shared and never changed.</summary>
    /// <param name="serverName">The name that the peer asks for (RFC 6066 §3); empty where it names none.</param>
    SslServerAuthenticationOptions OptionsFor(string serverName);
}
