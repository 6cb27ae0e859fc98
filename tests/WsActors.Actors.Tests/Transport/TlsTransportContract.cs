using System.Security.Authentication;
using WsActors.Actors.Transport;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Transport;

/// <summary>The contract over TLS of one version.</summary>
public abstract class TlsTransportContract(SslProtocols version) : TransportContract
{
    private readonly TestAuthority _authority = TestAuthority.Root();

    private protected override async Task<TransportPair> OpenAsync()
    {
        var identity = new FakeIdentity(_authority.Issue(["push.example"]));
        var pair = await TransportPair.ConnectAsync(socket => new TlsTransport(socket, identity));
        pair.Transport.Attach(Owner);
        pair.Transport.AwaitReadable();
        await pair.SecureAsync(_authority.ClientOptions("push.example", version));
        ExpectReadable();
        return pair;
    }

    [Fact]
    public async Task The_version_is_known_once_it_is_agreed_upon()
    {
        using var pair = await OpenAsync();

        Assert.Equal(version, pair.Transport.Security);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _authority.Dispose();
    }
}

/// <summary>TLS 1.2.</summary>
public sealed class Tls12TransportTests() : TlsTransportContract(SslProtocols.Tls12);

/// <summary>TLS 1.3.</summary>
public sealed class Tls13TransportTests() : TlsTransportContract(SslProtocols.Tls13);
