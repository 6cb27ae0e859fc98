using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

public sealed class ClosingTests : ConnectionActorTest
{
    [Fact]
    public void A_clients_close_is_echoed_and_the_stream_ended_then_both_are_gone()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Close(1000));

        ExpectClose(1000);
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
        Assert.False(Transport.Aborted);
    }

    [Fact]
    public void Our_close_waits_for_the_clients_before_the_stream_is_ended()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"), TestActor);
        ExpectClose(4000);
        Assert.False(Transport.SendingEnded);

        Transport.ClientSends(ClientFrame.Close(4000));

        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void A_client_that_never_answers_our_close_is_cut_at_the_close_timeout()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"), TestActor);
        ExpectClose(4000);

        Pass(Settings.CloseTimeout);

        ExpectStopped(ConnectionOutcome.Closed);
        Assert.True(Transport.Aborted);
    }

    [Fact]
    public void A_check_that_was_asked_for_while_open_does_not_shorten_the_close_timeout()
    {
        Open("/echo");
        Pass(Settings.KeepAliveInterval - TimeSpan.FromSeconds(1));
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"), TestActor);
        ExpectClose(4000);

        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Assert.False(Transport.Aborted);

        Pass(Settings.CloseTimeout);
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void A_peer_that_goes_on_sending_after_our_close_is_not_read_on_and_cut_at_the_close_timeout()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.RateLimited, "too fast"), TestActor);
        ExpectClose(CloseCode.RateLimited.Value);

        // Far more than what may be under way when the close frame is sent.
        const int Flood = 4 * 1024 * 1024;
        Transport.ClientSends(ClientFrame.Binary(new byte[Flood]));

        Eventually(() => Assert.InRange(Snapshot().BytesReceived, Flood / 8, Flood / 2));
        Eventually(() => Assert.False(Transport.IsAwaited));
        Pass(Settings.CloseTimeout);
        ExpectStopped(ConnectionOutcome.Closed);
        Assert.True(Transport.Aborted);
    }

    [Fact]
    public void Messages_that_were_under_way_when_we_closed_are_not_answered()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"), TestActor);
        ExpectClose(4000);

        Transport.ClientSends([.. ClientFrame.Text("too late"), .. ClientFrame.Close(1000)]);

        Eventually(() => Assert.True(Transport.SendingEnded));
        Assert.DoesNotContain("too late", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_connection_is_reset_at_once()
    {
        Open("/echo");
        Connection.Tell(ConnectionMessage.Cut.Instance, TestActor);

        ExpectStopped(ConnectionOutcome.Cut);
        Assert.True(Transport.Aborted);
    }

    [Fact]
    public void A_subscription_that_is_asked_for_while_closing_is_refused()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"), TestActor);
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor), TestActor);

        ExpectMsg<ConnectionMessage.Refused>();
    }
}
