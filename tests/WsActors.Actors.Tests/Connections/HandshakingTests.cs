using System.Text;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Http;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

public sealed class HandshakingTests : ConnectionActorTest
{
    [Fact]
    public void Ping_right_behind_the_handshake_is_answered_behind_the_handshakes_answer__RFC6455_4_2_2()
    {
        Begin();
        Transport.ClientSends([.. Encoding.ASCII.GetBytes(Request("/echo")), .. ClientFrame.Ping([])]);

        Eventually(() => Assert.EndsWith("\u008A\0", Transport.SentText, StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_legal_request_is_answered_with_101_and_opens_the_connection()
    {
        Open("/echo");

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Assert.Equal(1, Telemetry.Figures.Open);
        Assert.Equal(0, Telemetry.Figures.Handshaking);
        ExpectSent("\r\nDate: ");
    }

    [Fact]
    public void A_request_that_comes_byte_by_byte_is_answered_the_same()
    {
        Begin();
        foreach (var value in Encoding.ASCII.GetBytes(Request("/echo")))
            Transport.ClientSends([value]);

        ExpectSent("HTTP/1.1 101");
    }

    [Fact]
    public void Garbage_is_answered_with_400_and_the_stream_is_ended()
    {
        Begin();
        Transport.ClientSends("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");

        ExpectSent("HTTP/1.1 400");
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void Echo_that_is_switched_off_is_answered_with_404()
    {
        Settings = new PushSettings { Echo = false };
        Begin();
        Transport.ClientSends(Request("/echo"));

        ExpectSent("HTTP/1.1 404");
        ExpectSent("echo_off");
    }

    [Fact]
    public void An_unknown_path_is_answered_with_404()
    {
        Begin();
        Transport.ClientSends(Request("/nowhere"));

        ExpectSent("HTTP/1.1 404 Not Found\r\nDate: ");
    }

    [Fact]
    public void A_topic_whose_rule_forbids_it_is_answered_with_403()
    {
        Rules = [new TopicRule { Match = "news", Subscribe = Permission.Nobody }];
        Begin();
        Transport.ClientSends(Request("/topics/news"));

        ExpectSent("HTTP/1.1 403");
    }

    [Fact]
    public void A_handshake_that_takes_too_long_is_answered_with_408()
    {
        Begin();
        Transport.ClientSends("GET /echo HTTP/1.1\r\nHost:");

        Pass(Settings.HandshakeTimeout);

        ExpectSent("HTTP/1.1 408");
    }

    [Fact]
    public void A_connection_that_admission_refused_hears_why_once_its_request_is_read()
    {
        Begin(HandshakeRefusals.TooManyConnections(10));
        Transport.ClientSends(Request("/echo"));

        ExpectSent("HTTP/1.1 503");
        ExpectSent("Retry-After:");
    }

    [Fact]
    public void A_peer_that_resets_is_forgotten()
    {
        Begin();
        Transport.ClientResets();

        ExpectStopped(ConnectionOutcome.Lost);
    }

    [Fact]
    public void A_drain_answers_those_who_are_still_connecting_with_503()
    {
        Begin();
        Connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.FromSeconds(3)), TestActor);

        ExpectSent("HTTP/1.1 503");
    }

    [Fact]
    public void Frames_that_come_right_behind_the_request_are_not_lost()
    {
        Begin();
        Transport.ClientSends([.. Encoding.ASCII.GetBytes(Request("/echo")), .. ClientFrame.Text("early")]);

        ExpectSent("early");
    }
}
