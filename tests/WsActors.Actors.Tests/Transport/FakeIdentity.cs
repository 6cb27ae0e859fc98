using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>One certificate for every name, and a record of the names.</summary>
internal sealed class FakeIdentity(X509Certificate2 certificate) : ITlsIdentity
{
    private readonly SslServerAuthenticationOptions _options = new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    public ConcurrentQueue<string> Names { get; } = [];

    public SslServerAuthenticationOptions OptionsFor(string serverName)
    {
        Names.Enqueue(serverName);
        return _options;
    }
}
