using System.Net;
using System.Net.Sockets;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>What the acceptor may rely on, whatever listens; over real loopback sockets.</summary>
public abstract class ListenerContract : ActorTest
{
    /// <summary>A bound, not an expectation.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly List<IDisposable> _opened = [];

    private protected abstract IListener Bind(IPEndPoint endPoint);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Who_connects_is_handed_over_with_its_address(string address)
    {
        var listener = Listen(IPAddress.Parse(address));
        listener.AcceptNext();
        var peer = Connect(listener);

        Assert.Equal(peer.LocalEndPoint, ExpectAccepted().RemoteEndPoint);
    }

    [Fact]
    public void A_peer_over_IPv4_at_a_listener_for_both_has_its_address_within_IPv6()
    {
        var listener = Listen(IPAddress.IPv6Any);
        listener.AcceptNext();
        var port = ((IPEndPoint)listener.LocalEndPoint).Port;
        Connect(new IPEndPoint(IPAddress.Loopback, port));

        var remote = Assert.IsType<IPEndPoint>(ExpectAccepted().RemoteEndPoint);
        Assert.Equal(IPAddress.Loopback.MapToIPv6(), remote.Address);
    }

    [Fact]
    public void Each_accept_hands_over_one_connection_and_the_others_wait()
    {
        var listener = Listen(IPAddress.Loopback);
        var peers = Enumerable.Range(0, 3).Select(_ => Connect(listener)).ToArray();
        foreach (var peer in peers)
        {
            listener.AcceptNext();
            Assert.Equal(peer.LocalEndPoint, ExpectAccepted().RemoteEndPoint);
            ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        }
    }

    [Fact]
    public void A_second_accept_while_one_is_under_way_changes_nothing()
    {
        var listener = Listen(IPAddress.Loopback);
        listener.AcceptNext();
        listener.AcceptNext();
        Connect(listener);
        ExpectAccepted();
        Connect(listener);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void After_a_pause_who_came_meanwhile_is_accepted()
    {
        var listener = Listen(IPAddress.Loopback);
        listener.AcceptNext();
        Connect(listener);
        ExpectAccepted();
        var late = Connect(listener);

        listener.AcceptNext();

        Assert.Equal(late.LocalEndPoint, ExpectAccepted().RemoteEndPoint);
    }

    [Fact]
    public void A_listener_that_is_closed_accepts_nobody_and_fails_for_nobody()
    {
        var listener = Listen(IPAddress.Loopback);
        listener.AcceptNext();
        listener.Dispose();
        listener.AcceptNext();

        Assert.Throws<SocketException>(() => Connect(listener));
    }

    [Fact]
    public void A_closed_listeners_port_is_free_again()
    {
        var first = Listen(IPAddress.Loopback);
        first.AcceptNext();
        first.Dispose();

        Assert.Equal(first.LocalEndPoint, Bound((IPEndPoint)first.LocalEndPoint).LocalEndPoint);
    }

    [Fact]
    public void A_port_in_use_is_a_socket_exception()
    {
        var first = Listen(IPAddress.Loopback);

        var fault = Assert.Throws<SocketException>(() => Bind((IPEndPoint)first.LocalEndPoint));
        Assert.Equal(SocketError.AddressAlreadyInUse, fault.SocketErrorCode);
    }

    protected override void AfterAll()
    {
        _opened.ForEach(opened => opened.Dispose());
        base.AfterAll();
    }

    private IListener Listen(IPAddress address) => Bound(new IPEndPoint(address, 0));

    private IListener Bound(IPEndPoint endPoint)
    {
        var listener = Opened(Bind(endPoint));
        listener.Attach(TestActor);
        return listener;
    }

    private Socket Connect(IListener listener) => Connect(listener.LocalEndPoint);

    private Socket Connect(EndPoint endPoint)
    {
        var peer = Opened(new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        peer.Connect(endPoint);
        return peer;
    }

    private IConnectionTransport ExpectAccepted() => Opened(ExpectMsg<ListenerEvent.Accepted>(Timeout).Transport);

    private T Opened<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
