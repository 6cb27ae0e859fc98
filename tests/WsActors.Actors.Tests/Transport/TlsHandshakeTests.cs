using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Akka.TestKit;
using WsActors.Actors.Transport;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Transport;

/// <summary>Tests how a connection on a TLS listener begins and fails to begin.</summary>
public sealed class TlsHandshakeTests : ActorTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The one cipher suite that every TLS 1.1 had to know, and one that nobody offers any more.</summary>
    private const byte Aes128 = 0x2f;
    private const byte Rc4 = 0x05;

    private readonly TestAuthority _authority = TestAuthority.Root();
    private readonly FakeIdentity _identity;
    private readonly TestProbe _owner;

    public TlsHandshakeTests()
    {
        _identity = new FakeIdentity(_authority.Issue(["push.example"]));
        _owner = CreateTestProbe("owner");
    }

    [Fact]
    public async Task The_identity_is_asked_for_the_name_that_the_peer_names__RFC6066_3()
    {
        using var pair = await BeginAsync();
        await pair.SecureAsync(_authority.ClientOptions("push.example", SslProtocols.Tls13));

        Assert.Equal("push.example", Assert.Single(_identity.Names));
    }

    [Fact]
    public async Task Until_the_handshake_is_done_nothing_can_be_sent_and_no_version_stands()
    {
        using var pair = await BeginAsync();

        Assert.Equal(SendStatus.Failed, pair.Transport.Send("too early"u8.ToArray()));
        Assert.Equal(SslProtocols.None, pair.Transport.Security);
    }

    [Fact]
    public async Task Plain_http_is_told_of_and_can_be_read_and_answered_in_the_clear()
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        _owner.ExpectMsg<TransportEvent.PlainHttpArrived>(Timeout);

        pair.Transport.AwaitReadable();
        _owner.ExpectMsg<TransportEvent.Readable>(Timeout);
        var buffer = new byte[100];
        var received = pair.Transport.Receive(buffer);
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", Encoding.ASCII.GetString(buffer, 0, received.Bytes));

        Assert.Equal(SendStatus.Sent, pair.Transport.Send("no\n"u8.ToArray()));
        pair.Transport.EndSending();
        Assert.Equal("no\n", await new StreamReader(pair.PeerStream).ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_neither_tls_nor_http_is_told_by_name()
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync(new byte[] { 0, 1, 2 });

        Assert.Equal("not_tls", _owner.ExpectMsg<TransportEvent.TlsFailed>(Timeout).Name);
    }

    [Fact]
    public async Task A_peer_that_speaks_only_tls_1_1_is_told_by_name_and_gets_an_alert__RFC8996_5()
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync(Hello(minorVersion: 2, Aes128));

        Assert.Equal("tls_version", _owner.ExpectMsg<TransportEvent.TlsFailed>(Timeout).Name);
        var alert = new byte[7];
        await pair.PeerStream.ReadExactlyAsync(alert);
        Assert.Equal((21, 2, 70), (alert[0], alert[5], alert[6]));
    }

    [Fact]
    public async Task A_peer_with_whom_no_cipher_is_shared_is_told_by_name()
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync(Hello(minorVersion: 3, Rc4));

        Assert.Equal("tls_failed", _owner.ExpectMsg<TransportEvent.TlsFailed>(Timeout).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_peer_that_leaves_in_the_middle_is_received_as_a_failure(int bytes)
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync(Hello(minorVersion: 3, Aes128).AsMemory(0, bytes));
        pair.Peer.Shutdown(SocketShutdown.Send);
        _owner.ExpectMsg<TransportEvent.Readable>(Timeout);

        Assert.Equal(ReceiveStatus.Failed, pair.Transport.Receive(new byte[16]).Status);
    }

    [Fact]
    public async Task The_owner_may_leave_in_the_middle()
    {
        using var pair = await BeginAsync();
        await pair.PeerStream.WriteAsync(Hello(minorVersion: 3, Aes128).AsMemory(0, 20));
        pair.Transport.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(async () => await pair.PeerStream.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Our_end_is_announced_by_close_notify__RFC5246_7_2_1()
    {
        using var pair = await BeginAsync();
        var recording = new RecordingStream(pair.PeerStream);
        await using var tls = new SslStream(recording, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(_authority.ClientOptions("push.example", SslProtocols.Tls12));
        _owner.ExpectMsg<TransportEvent.Readable>(Timeout);
        recording.Forget();

        pair.Transport.EndSending();
        Assert.Equal(0, await tls.ReadAsync(new byte[1]));

        // TLS 1.2 shows the type of a record in the clear: 21 is an alert.
        Assert.Equal(21, recording.Recorded[0]);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _authority.Dispose();
    }

    // A ClientHello without extensions (RFC 5246 §7.4.1.2); TLS 1.1 is version 3.2, TLS 1.2 is 3.3.
    private static byte[] Hello(byte minorVersion, byte cipherSuite) =>
        [22, 3, 1, 0, 45, 1, 0, 0, 41, 3, minorVersion, .. new byte[32], 0, 0, 2, 0, cipherSuite, 1, 0];

    private async Task<TransportPair> BeginAsync()
    {
        var pair = await TransportPair.ConnectAsync(socket => new TlsTransport(socket, _identity));
        pair.Transport.Attach(_owner);
        pair.Transport.AwaitReadable();
        return pair;
    }
}
