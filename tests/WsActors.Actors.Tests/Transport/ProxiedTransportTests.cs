using System.Net;
using System.Net.Sockets;
using System.Text;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Tests.Transport;

/// <summary>The PROXY header in front of a real socket: what it names, what it leaves for others, and what is no header.</summary>
public sealed class ProxiedTransportTests : ActorTest
{
    private const string Header = "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\n";

    private static readonly IPEndPoint Client = IPEndPoint.Parse("203.0.113.7:40000");
    private static readonly TrustedNetworks Loopback = new([IPNetwork.Parse("127.0.0.0/8")]);
    private static readonly TrustedNetworks Elsewhere = new([IPNetwork.Parse("10.0.0.0/8")]);

    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private IConnectionTransport? _transport;

    [Fact]
    public void The_client_is_whom_the_header_names_and_what_follows_is_left_whole()
    {
        var transport = Accept();
        Send(Header + "GET / HTTP/1.1");

        Assert.Equal("GET / HTTP/1.1", ReceiveText(transport));
        Assert.Equal(Client, transport.RemoteEndPoint);
    }

    [Fact]
    public void A_header_that_comes_byte_by_byte_names_the_same_client()
    {
        var transport = Accept();
        transport.AwaitReadable();
        foreach (var character in Header)
        {
            Send(character.ToString());
            ExpectMsg<TransportEvent.Readable>();
            Assert.Equal(ReceiveStatus.Empty, transport.Receive(new byte[100]).Status);
            transport.AwaitReadable();
        }

        Assert.Equal(Client, transport.RemoteEndPoint);
        Send("hello");
        ExpectMsg<TransportEvent.Readable>();
        Assert.Equal(5, transport.Receive(new byte[100]).Bytes);
    }

    [Fact]
    public void While_a_header_has_not_come_whole_there_is_nothing_to_read_again()
    {
        var transport = Accept();
        transport.AwaitReadable();
        Send("PROXY TCP4");
        ExpectMsg<TransportEvent.Readable>();
        transport.Receive(new byte[100]);

        transport.AwaitReadable();

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_proxy_that_speaks_for_itself_keeps_its_own_address()
    {
        var transport = Accept();
        Send("\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0hello");

        Assert.Equal("hello", ReceiveText(transport));
        Assert.Equal(_peer.LocalEndPoint, transport.RemoteEndPoint);
    }

    [Fact]
    public void What_is_no_header_is_told_to_the_owner_by_name()
    {
        var transport = Accept();
        Send("GET / HTTP/1.1\r\n");
        transport.AwaitReadable();
        ExpectMsg<TransportEvent.Readable>();
        transport.Receive(new byte[100]);

        transport.AwaitReadable();

        Assert.Equal("missing", ExpectMsg<TransportEvent.ProxyHeaderFailed>().Fault.Name);
    }

    [Fact]
    public void A_peer_that_leaves_before_its_header_is_whole_has_ended_the_stream()
    {
        var transport = Accept();
        _peer.Shutdown(SocketShutdown.Send);
        transport.AwaitReadable();
        ExpectMsg<TransportEvent.Readable>();

        Assert.Equal(ReceiveStatus.Ended, transport.Receive(new byte[100]).Status);
    }

    [Fact]
    public void Nothing_is_sent_before_the_header_is_whole()
    {
        Assert.Equal(SendStatus.Failed, Accept().Send(new byte[1]));
    }

    [Fact]
    public void Behind_the_header_the_stream_works_both_ways()
    {
        var transport = Accept();
        Send(Header + "ping");
        ReceiveText(transport);

        Assert.Equal(SendStatus.Sent, transport.Send("pong"u8.ToArray()));
        transport.EndSending();

        var answer = new byte[100];
        Assert.Equal("pong", Encoding.ASCII.GetString(answer, 0, _peer.Receive(answer)));
        Assert.Equal(0, _peer.Receive(answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Disposing_closes_the_socket_whether_the_header_has_come_or_not(bool hasCome)
    {
        var transport = Accept();
        if (hasCome)
        {
            Send(Header + "x");
            ReceiveText(transport);
        }

        transport.Dispose();

        Assert.Equal(0, _peer.Receive(new byte[1]));
    }

    [Fact]
    public void Where_a_header_is_required_strangers_are_turned_away_whatever_they_send()
    {
        var transport = Accept(ProxyProtocolMode.Required, Elsewhere);
        Send(Header);
        transport.AwaitReadable();

        Assert.Equal("untrusted", ExpectMsg<TransportEvent.ProxyHeaderFailed>().Fault.Name);
        Assert.Equal(_peer.LocalEndPoint, transport.RemoteEndPoint);
    }

    [Theory]
    [InlineData(ProxyProtocolMode.FromTrusted)]
    [InlineData(ProxyProtocolMode.Off)]
    public void Elsewhere_a_stranger_is_a_direct_client_and_its_header_just_bytes(ProxyProtocolMode mode)
    {
        var transport = Accept(mode, Elsewhere);
        Send(Header);

        Assert.Equal(Header, ReceiveText(transport));
        Assert.Equal(_peer.LocalEndPoint, transport.RemoteEndPoint);
    }

    protected override void AfterAll()
    {
        _transport?.Dispose();
        _peer.Dispose();
        base.AfterAll();
    }

    private IConnectionTransport Accept(ProxyProtocolMode mode = ProxyProtocolMode.FromTrusted, TrustedNetworks? trusted = null)
    {
        using var listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), backlog: 1);
        listener.UseProxies(new ProxyGate(mode, trusted ?? Loopback));
        listener.Attach(TestActor);
        listener.AcceptNext();
        _peer.Connect(listener.LocalEndPoint);
        _transport = ExpectMsg<ListenerEvent.Accepted>().Transport;
        _transport.Attach(TestActor);
        return _transport;
    }

    private void Send(string text) => _peer.Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Waits and reads until something has come.</summary>
    private string ReceiveText(IConnectionTransport transport)
    {
        var buffer = new byte[100];
        ReceiveResult received;
        do
        {
            transport.AwaitReadable();
            ExpectMsg<TransportEvent.Readable>();
            received = transport.Receive(buffer);
        }
        while (received.Status == ReceiveStatus.Empty);

        return Encoding.Latin1.GetString(buffer, 0, received.Bytes);
    }
}
