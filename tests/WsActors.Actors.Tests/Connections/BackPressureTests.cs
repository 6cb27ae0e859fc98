using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A peer whose answers pile up is read no further, and that is all: it is not slow, and nothing is lost.</summary>
public sealed class BackPressureTests : ConnectionActorTest
{
    private static readonly PushSettings SmallOutbox = new() { OutboxBytes = 1024 };

    [Fact]
    public void A_client_that_sends_without_waiting_for_its_echoes_is_no_slow_consumer()
    {
        Settings = SmallOutbox;
        Open("/echo");
        Transport.ClientStopsReading();
        Transport.ClientSends(
        [
            .. ClientFrame.Text(new string('x', 900)), .. ClientFrame.Text(new string('y', 900)),
            .. ClientFrame.Ping("ping"u8), .. ClientFrame.Text("last"),
        ]);
        ExpectSent("xxx");

        Transport.ClientReadsOn();
        ExpectSent("ping");
        ExpectSent("last");
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_client_that_ends_its_side_right_behind_its_close_still_gets_the_answer__RFC6455_5_5_1()
    {
        Open("/echo");
        Transport.ClientStopsReading();
        Transport.ClientSends(ClientFrame.Text("before"));
        ExpectSent("before");
        Transport.ClientSends(ClientFrame.Close(1000));
        Transport.ClientEnds();
        Snapshot();

        Transport.ClientReadsOn();
        ExpectClose(1000);
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void A_client_that_ends_its_side_without_a_close_still_gets_what_waits_for_it()
    {
        Open("/echo");
        Transport.ClientStopsReading();
        Transport.ClientSends(ClientFrame.Text("one"));
        ExpectSent("one");
        Transport.ClientSends(ClientFrame.Text("two"));
        Transport.ClientEnds();
        Snapshot();

        Transport.ClientReadsOn();
        ExpectSent("two");
        ExpectStopped(ConnectionOutcome.Lost);
    }

    [Fact]
    public void A_client_that_ends_its_side_and_reads_nothing_is_cut_at_the_close_timeout()
    {
        Open("/echo");
        Transport.ClientStopsReading();
        Transport.ClientSends([.. ClientFrame.Text("one"), .. ClientFrame.Text("two")]);
        ExpectSent("one");
        Transport.ClientEnds();

        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));
        Pass(Settings.CloseTimeout);
        ExpectStopped(ConnectionOutcome.Lost);
    }
}
