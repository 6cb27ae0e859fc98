using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Acceptor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Acceptor;

public sealed class AcceptorActorTests : ActorTest
{
    private readonly FakeListener _listener = new();
    private readonly TestProbe _connections;

    public AcceptorActorTests() => _connections = CreateTestProbe();

    [Fact]
    public void Each_socket_is_handed_over_and_the_next_is_accepted()
    {
        var acceptor = Start();
        var transport = new MemoryTransport();
        acceptor.Tell(new ListenerEvent.Accepted(transport));

        Assert.Same(transport, _connections.ExpectMsg<ConnectionsRequest.Admit>().Transport);
        Eventually(() => Assert.Equal(2, _listener.Accepts));
    }

    [Fact]
    public void No_more_than_128_sockets_wait_for_admission()
    {
        var acceptor = Start();
        for (var i = 0; i < 128; i++)
            acceptor.Tell(new ListenerEvent.Accepted(new MemoryTransport()));
        for (var i = 1; i <= 128; i++)
            Assert.Equal(i, _connections.ExpectMsg<ConnectionsRequest.Admit>().Number);
        Assert.Equal(128, _listener.Accepts);

        acceptor.Tell(new ConnectionsReply.Admitted(100));

        Eventually(() => Assert.Equal(129, _listener.Accepts));
    }

    [Fact]
    public void A_peer_that_is_gone_before_it_is_accepted_costs_nothing()
    {
        var acceptor = Start();
        acceptor.Tell(new ListenerEvent.AcceptFailed(SocketError.ConnectionReset));

        Eventually(() => Assert.Equal(2, _listener.Accepts));
    }

    [Fact]
    public void Without_descriptors_accepting_pauses_and_goes_on_by_itself()
    {
        var acceptor = Start();
        EventFilter.Warning(contains: "ulimit").ExpectOne(
            () => acceptor.Tell(new ListenerEvent.AcceptFailed(SocketError.TooManyOpenSockets)));
        Assert.Equal(1, _listener.Accepts);

        Time.Advance(TimeSpan.FromSeconds(1));

        Eventually(() => Assert.Equal(2, _listener.Accepts));
    }

    [Fact]
    public void Unbinding_closes_the_listener_and_a_late_abort_is_no_error()
    {
        var acceptor = Start();
        acceptor.Tell(AcceptorActor.Unbind.Instance);
        ExpectMsg<AcceptorActor.Unbound>();
        Assert.True(_listener.Disposed);

        acceptor.Tell(new ListenerEvent.AcceptFailed(SocketError.OperationAborted));
        acceptor.Tell(AcceptorActor.Unbind.Instance);
        ExpectMsg<AcceptorActor.Unbound>();
        Assert.Equal(1, _listener.Accepts);
    }

    [Fact]
    public void A_restart_keeps_the_listener_open_and_accepts_on()
    {
        var acceptor = Start();
        _listener.FailsNextAccept = true;
        EventFilter.Exception<InvalidOperationException>().ExpectOne(
            () => acceptor.Tell(new ListenerEvent.Accepted(new MemoryTransport())));

        Eventually(() => Assert.Equal(3, _listener.Accepts));
        Assert.False(_listener.Disposed);
    }

    private IActorRef Start()
    {
        var acceptor = Sys.ActorOf(AcceptorActor.Props(_listener, _connections, Telemetry));
        Eventually(() => Assert.Equal(1, _listener.Accepts));
        return acceptor;
    }

    private sealed class FakeListener : IListener
    {
        public int Accepts { get; private set; }

        public bool Disposed { get; private set; }

        public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public void Attach(IActorRef owner)
        {
        }

        public bool FailsNextAccept { get; set; }

        public void AcceptNext()
        {
            Accepts++;
            if (!FailsNextAccept)
                return;

            FailsNextAccept = false;
            throw new InvalidOperationException("planted");
        }

        public void Dispose() => Disposed = true;
    }
}
