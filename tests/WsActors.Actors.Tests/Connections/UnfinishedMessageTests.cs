using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A message that has begun and does not end: how long it may take, and what the node may hold of it.</summary>
public sealed class UnfinishedMessageTests : ConnectionActorTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public UnfinishedMessageTests() => Settings = new PushSettings { MessageTimeout = Timeout, MaxInboundBytes = 64 * 1024 };

    [Fact]
    public void A_message_that_takes_too_long_is_closed_with_4105()
    {
        Open("/connect");
        Transport.ClientSends(ClientFrame.Frame(0x01, "{"u8));
        Pass(Timeout - TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);

        Pass(TimeSpan.FromSeconds(1));
        ExpectClose(4105);
    }

    [Fact]
    public void A_message_that_drips_is_closed_all_the_same()
    {
        Open("/connect");
        Transport.ClientSends(ClientFrame.Header(0x82, 1000));
        for (var second = 0; second < Timeout.TotalSeconds; second++)
        {
            Transport.ClientSends([0]);
            Pass(TimeSpan.FromSeconds(1));
        }

        ExpectClose(4105);
    }

    [Fact]
    public void The_wake_for_an_unfinished_message_is_asked_for_when_it_begins()
    {
        Open("/connect");
        Transport.ClientSends(ClientFrame.Frame(0x01, "{"u8));

        Parent.FishForMessage<ConnectionReport.CheckAt>(check => check.When == Clock.Now + Timeout);
    }

    [Fact]
    public void Each_message_has_its_own_time_although_the_next_always_begins_in_the_same_read()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x01, "a"u8));
        for (var i = 0; i < 4; i++)
        {
            Pass(Timeout / 2);
            Transport.ClientSends([.. ClientFrame.Frame(0x80, "b"u8), .. ClientFrame.Frame(0x01, "a"u8)]);
        }

        Eventually(() => Assert.Equal(4, Snapshot().MessagesReceived));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void Ping_frames_between_the_fragments_do_not_prolong_a_message()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x01, "a"u8));
        Pass(Timeout / 2);
        Transport.ClientSends(ClientFrame.Ping("p"u8));
        Pass(Timeout / 2);

        ExpectClose(4105);
    }

    [Fact]
    public void A_message_is_excused_while_the_server_itself_does_not_read_because_its_answers_pile_up()
    {
        Settings = Settings with { OutboxBytes = 1024 };
        Open("/echo");
        Transport.ClientStopsReading();
        Transport.ClientSends([.. ClientFrame.Text(new string('x', 900)), .. ClientFrame.Frame(0x01, "begun"u8)]);
        ExpectSent("xxx");
        Pass(Timeout);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);

        Transport.ClientReadsOn();
        Transport.ClientSends(ClientFrame.Frame(0x80, " and ended"u8));
        ExpectSent("begun and ended");
    }

    [Fact]
    public void What_is_held_is_told_in_steps_and_taken_back_when_the_message_ends()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x02, new byte[20_000]));
        var held = Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true);
        Assert.InRange(held.Bytes, 20_000, 40_000);
        Assert.Equal(held.Bytes, Telemetry.Inbound.HeldBytes);

        Transport.ClientSends(ClientFrame.Frame(0x80, []));
        Assert.Equal(0, Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true).Bytes);
        Assert.Equal(0, Telemetry.Inbound.HeldBytes);
    }

    [Fact]
    public void Messages_that_come_whole_and_small_fragments_tell_nothing()
    {
        Open("/echo");
        Transport.ClientSends([.. ClientFrame.Text(new string('x', 10_000)), .. ClientFrame.Frame(0x01, new byte[100])]);
        ExpectSent("xxx");
        Snapshot();

        Connection.Tell(ConnectionMessage.Cut.Instance, ActorRefs.NoSender);
        ExpectTerminated(Connection);
        Parent.FishForMessage<ConnectionReport.Stopped>(message => true);
        Assert.Equal(0, Telemetry.Inbound.HeldBytes);
    }

    [Fact]
    public void Whoever_needs_more_than_the_node_has_is_closed_with_1013()
    {
        Settings = Settings with { MaxEchoMessageBytes = 1_000_000 };
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x02, new byte[200_000]));

        ExpectClose(1013);
        Assert.Equal(0, Telemetry.Inbound.HeldBytes);
    }

    [Fact]
    public void A_connection_whose_message_is_among_the_largest_is_closed_with_1013_when_it_is_to_shed()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x02, new byte[20_000]));
        Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true);
        Connection.Tell(ConnectionMessage.ShedInbound.Instance, ActorRefs.NoSender);

        ExpectClose(1013);
        Assert.Equal(0, Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true).Bytes);
    }

    [Fact]
    public void A_connection_whose_message_has_come_whole_in_the_meantime_stays()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Text("whole"));
        ExpectSent("whole");
        Connection.Tell(ConnectionMessage.ShedInbound.Instance, ActorRefs.NoSender);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_request_that_is_among_the_largest_is_refused_with_503()
    {
        Settings = Settings with { MaxRequestBytes = 32 * 1024 };
        Begin();
        Transport.ClientSends($"GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 10_000)}");
        Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true);
        Connection.Tell(ConnectionMessage.ShedInbound.Instance, ActorRefs.NoSender);

        ExpectSent("HTTP/1.1 503");
        Assert.Equal(0, Telemetry.Inbound.HeldBytes);
    }

    [Fact]
    public void What_a_lost_connection_held_no_longer_counts()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Frame(0x02, new byte[20_000]));
        Parent.FishForMessage<ConnectionReport.UnfinishedBytesChanged>(_ => true);
        Transport.ClientResets();

        ExpectStopped(ConnectionOutcome.Lost);
        Assert.Equal(0, Telemetry.Inbound.HeldBytes);
    }
}
