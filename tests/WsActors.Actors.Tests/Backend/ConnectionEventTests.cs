using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Tests.Connections;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Backend;

/// <summary>Reports each client that connected to the application, once when it connects and once when it is gone.</summary>
public sealed class ConnectionEventTests : ConnectionActorTest
{
    private readonly FakeBackend _backend = new();

    public ConnectionEventTests() => Backend = _backend;

    [Fact]
    public void A_client_that_the_server_closes_is_told_with_the_code_and_how_long_it_was_here()
    {
        Open("/echo");
        Assert.Equal(new ConnectionId(1), Assert.IsType<BackendEvent.Connected>(_backend.NextEvent()).Connection);
        Pass(TimeSpan.FromSeconds(3));
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"));

        Assert.Equal(
            new BackendEvent.Disconnected(new ConnectionId(1), null, CloseCode.Disconnected, TimeSpan.FromSeconds(3)),
            _backend.NextEvent());
    }

    [Fact]
    public void A_client_that_closes_is_told_with_its_own_code_once()
    {
        Open("/echo");
        _backend.NextEvent();
        Transport.ClientSends(ClientFrame.Close(1000));
        ExpectTerminatedAfterEnd();

        Assert.Equal(CloseCode.Normal, Assert.IsType<BackendEvent.Disconnected>(_backend.NextEvent()).Code);
        Assert.Equal(0, _backend.UnreadEvents);
    }

    [Fact]
    public void A_client_that_is_lost_is_told_as_abnormal()
    {
        Open("/echo");
        _backend.NextEvent();
        Transport.ClientResets();

        Assert.Equal(CloseCode.Abnormal, Assert.IsType<BackendEvent.Disconnected>(_backend.NextEvent()).Code);
    }

    [Fact]
    public void A_connection_that_is_stopped_from_outside_is_told_as_abnormal()
    {
        Open("/echo");
        _backend.NextEvent();
        Sys.Stop(Connection);

        Assert.Equal(CloseCode.Abnormal, Assert.IsType<BackendEvent.Disconnected>(_backend.NextEvent()).Code);
    }

    [Fact]
    public void A_client_that_was_never_let_in_is_not_told()
    {
        Begin();
        Transport.ClientSends(Request("/nowhere"));
        ExpectSent("HTTP/1.1 404");
        ExpectTerminatedAfterEnd();

        Assert.Equal(0, _backend.UnreadEvents);
    }

    [Fact]
    public void A_poll_is_not_told()
    {
        Begin();
        Transport.ClientSends("GET /topics/news?poll=true HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new ConnectionMessage.Close(CloseCode.GoingAway, "bye"));
        ExpectTerminatedAfterEnd();

        Assert.Equal(0, _backend.UnreadEvents);
    }

    private void ExpectTerminatedAfterEnd()
    {
        Transport.ClientEnds();
        ExpectTerminated(Connection);
    }
}
