using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;
using WsActors.Testing.InBand;

namespace WsActors.Actors.Tests.Connections;

/// <summary>How a client that sends its token in the first command comes in, or does not.</summary>
public sealed class InBandHandshakeTests : InBandTest
{
    private static readonly Identity Ann = new() { User = "ann" };

    [Fact]
    public void The_request_is_accepted_without_a_token_and_the_connection_counts_as_handshaking()
    {
        Open("/in-band");

        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);
        Assert.Equal(0, Telemetry.Figures.Open);
        Assert.EndsWith("\r\n\r\n", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_of_the_first_command_is_decided_about_and_the_client_welcomed_by_the_commands_id()
    {
        var admission = Knock();
        Assert.Equal("secret", admission.Token?.Text);
        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);

        admission.Admit();

        ExpectSent("""{"type":"connected","id":7,"user":null}""");
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Assert.Equal(1, Telemetry.Figures.Open);
    }

    [Fact]
    public void A_user_is_counted_before_it_comes_in_and_has_the_topics_of_its_token()
    {
        (Knock() with { Identity = Ann with { Topics = [News] } }).Admit();
        Assert.Equal("ann", Parent.FishForMessage<ConnectionReport.CountUser>(_ => true).User);
        Topics.ExpectNoMsg(TimeSpan.Zero);

        Connection.Tell(new EntryDecision());

        ExpectSent("\"user\":\"ann\"");
        Confirm(Topics.ExpectMsg<Actors.Topics.Messages.TopicRequest.Subscribe>());
        ExpectSent("\"subscribed\"");
    }

    [Fact]
    public void A_user_with_too_many_connections_is_kept_out()
    {
        (Knock() with { Identity = Ann }).Admit();
        Parent.FishForMessage<ConnectionReport.CountUser>(_ => true);

        Connection.Tell(new EntryDecision(HandshakeRefusals.TooManyOfUser(3)));

        ExpectSent("too_many_of_user");
        ExpectClose(4104);
    }

    [Fact]
    public void A_refusal_answers_the_command_and_closes_with_its_code()
    {
        Knock().Deny(HandshakeRefusals.InvalidToken("it has expired"));

        ExpectSent("""{"type":"error","id":7,"code":"invalid_token","message":"it has expired"}""");
        ExpectClose(4201);
        Transport.ClientSends(ClientFrame.Close(4201));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void The_applications_refusal_closes_with_the_protocols_own_code()
    {
        Knock().Deny(HandshakeRefusals.ByApplication("not today"));

        ExpectSent("not today");
        ExpectClose(InBandProtocol.KeptOut.Value);
    }

    [Fact]
    public void A_refusal_that_has_only_an_HTTP_status_closes_with_try_again_later()
    {
        Knock().Deny(HandshakeRefusals.Undecided);

        ExpectSent("\"goodbye\",\"reason\":\"application_unavailable\"");
        ExpectClose(1013);
    }

    [Theory]
    [InlineData("""{"type":"publish","id":7,"topic":"news","data":1}""")]
    [InlineData("""{"type":"unknown","id":7}""")]
    [InlineData("{\"type\":\"ping\",\"id\":7}\n" + ConnectCommand)]
    public void Another_first_command_is_not_executed_and_ends_the_connection(string message)
    {
        Open("/in-band");
        Transport.ClientSends(ClientFrame.Text(message));

        ExpectSent("\"id\":7,\"code\":\"connect_expected\"");
        ExpectClose(4005);
        Assert.DoesNotContain("pong", Transport.SentText, StringComparison.Ordinal);
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Silence_ends_with_the_protocols_code_at_the_handshakes_timeout()
    {
        Open("/in-band");
        Pass(Settings.HandshakeTimeout - TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);

        Pass(TimeSpan.FromSeconds(1));

        ExpectClose(InBandProtocol.Stale.Value);
    }

    [Fact]
    public void A_first_command_that_comes_in_part_does_not_put_off_the_timeout()
    {
        Open("/in-band");
        Eventually(() => Assert.True(Transport.IsAwaited));
        Transport.ClientSends(ClientFrame.Text(ConnectCommand).AsSpan(0, 10));
        Snapshot();

        Assert.Equal(Settings.HandshakeTimeout, Parent.FishForMessage<ConnectionReport.CheckAt>(_ => true).When - Clock.Now);
        Parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_decision_that_takes_too_long_ends_the_connection_and_then_changes_nothing()
    {
        var admission = Knock();
        Pass(Settings.HandshakeTimeout);
        ExpectClose(InBandProtocol.Stale.Value);

        admission.Admit();

        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Assert.DoesNotContain("connected", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drain_says_goodbye_to_a_client_that_has_not_come_in()
    {
        Open("/in-band");
        Connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.FromSeconds(3)));

        ExpectSent("\"goodbye\",\"reason\":\"draining\"");
        ExpectClose(1001);
    }

    [Fact]
    public void The_server_can_close_it_while_it_waits()
    {
        Knock();
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"));

        ExpectClose(4000);
    }

    [Fact]
    public void A_client_that_closes_instead_of_connecting_is_answered()
    {
        Open("/in-band");
        Transport.ClientSends(ClientFrame.Close(1000));

        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void A_violation_ends_it()
    {
        Open("/in-band");
        Transport.ClientSends([0x81, 0x01, 0x41]);

        ExpectClose(1002);
    }

    [Fact]
    public void Pings_are_answered_and_a_flood_of_them_ends_the_connection()
    {
        Settings = new PushSettings { CommandsPerSecond = 1, CommandBurst = 2 };
        Open("/in-band");
        Transport.ClientSends(ClientFrame.Ping("p"u8));
        ExpectSent("\u008a\u0001p");

        for (var i = 0; i < 100; i++)
            Transport.ClientSends(ClientFrame.Ping("p"u8));

        ExpectClose(4103);
    }

    [Fact]
    public void A_client_that_pings_and_does_not_read_holds_no_more_than_its_outbox()
    {
        Settings = new PushSettings { CommandsPerSecond = 0, OutboxBytes = 4096 };
        Open("/in-band");
        Transport.ClientStopsReading();
        var ping = ClientFrame.Ping(new byte[100]);
        for (var i = 0; i < 100; i++)
            Transport.ClientSends(ping);

        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));
        Assert.InRange(Snapshot().QueuedBytes, 1, 4096);
    }
}
