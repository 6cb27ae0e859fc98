using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A missing pong or a pending send ends a connection only if its peer has stopped.</summary>
public sealed class LivenessTests : ConnectionActorTest
{
    private const string Stream = "GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

    private const string KeepAlive = "\r\n:\n\n\r\n";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_reader_that_takes_a_little_within_each_send_timeout_stays()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Transport.HostAcknowledges(1000);
        Deliver("large");
        ExpectSent("large");
        for (var taken = 1; taken <= 10; taken++)
        {
            Transport.HostAcknowledges(1000 + (ulong)taken);
            Pass(Settings.SendTimeout - Second);
        }

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_reader_that_stops_taking_is_closed_with_4100()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Transport.HostAcknowledges(1000);
        Deliver("large");
        ExpectSent("large");
        Transport.HostAcknowledges(1001);
        Pass(Settings.SendTimeout - Second);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);

        Pass(Settings.SendTimeout);
        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Transport.ClientReadsOn();
        ExpectClose(CloseCode.SlowConsumer.Value);
    }

    [Fact]
    public void A_pong_that_lies_unread_in_the_socket_when_the_process_goes_on_counts()
    {
        OpenSubscribed();
        Pass(Settings.KeepAliveInterval);
        ExpectSent("\u0089\u0008");

        Transport.ClientSendsUnnoticed(ClientFrame.Pong(new byte[8]));
        Pass(Settings.PongTimeout + Second);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);

        Transport.Notice();
        Pass(Settings.KeepAliveInterval - Second);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_request_that_lies_unread_in_the_socket_when_the_process_goes_on_is_answered()
    {
        Begin();
        Snapshot();
        Transport.ClientSendsUnnoticed(System.Text.Encoding.ASCII.GetBytes(Request("/topics/news")));
        Pass(Settings.HandshakeTimeout + Second);
        Snapshot();
        Transport.Notice();

        ExpectSent("HTTP/1.1 101");
    }

    [Fact]
    public void A_request_that_comes_byte_by_byte_has_no_more_than_twice_the_handshake_timeout()
    {
        Begin();
        Snapshot();
        Transport.ClientSendsUnnoticed("G"u8);
        Pass(Settings.HandshakeTimeout * 2);

        ExpectSent("HTTP/1.1 408");
    }

    [Fact]
    public void A_ping_that_waits_behind_data_which_the_reader_is_taking_is_no_missing_pong()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Transport.HostAcknowledges(1000);
        Deliver("large");
        ExpectSent("large");
        for (var taken = 1; taken <= 20; taken++)
        {
            Transport.HostAcknowledges(1000 + (ulong)taken);
            Pass(Settings.PongTimeout);
        }

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_slow_reader_whose_host_is_gone_is_closed_at_the_pong_timeout()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Deliver("large");
        ExpectSent("large");
        Transport.HostAcknowledges(1);
        Pass(Settings.KeepAliveInterval - Second);
        Snapshot();
        Transport.ClientReadsOn();
        Pass(Second);
        ExpectSent("\u0089\u0008");
        Transport.HostIsSilent(Settings.PongTimeout);
        Pass(Settings.PongTimeout);

        ExpectClose(CloseCode.PongTimeout.Value);
    }

    [Fact]
    public void An_event_stream_whose_host_does_not_acknowledge_the_keep_alive_ends_within_the_pong_timeout_and_leaves_its_topic()
    {
        OpenStream();
        Pass(Settings.KeepAliveInterval);
        ExpectSent(KeepAlive);
        Transport.HostIsSilent(Settings.PongTimeout);
        Pass(Settings.PongTimeout);

        TopicRef.FishForMessage<TopicActor.Unsubscribe>(_ => true);
        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
    }

    [Fact]
    public void An_event_stream_whose_host_acknowledges_the_keep_alive_stays()
    {
        OpenStream();
        Transport.HostAcknowledges(1000);
        for (var interval = 0; interval < 5; interval++)
        {
            Pass(Settings.KeepAliveInterval);
            Pass(Settings.PongTimeout);
        }

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void An_event_stream_is_sent_the_next_keep_alive_an_interval_after_the_last_acknowledgement()
    {
        OpenStream();
        Pass(Settings.KeepAliveInterval);
        Transport.HostAcknowledges(1000);
        Pass(Settings.PongTimeout);
        Pass(Settings.KeepAliveInterval);

        Eventually(() => Assert.Equal(3, Transport.SentText.Split(KeepAlive).Length));
    }

    private void OpenStream()
    {
        Begin();
        Transport.ClientSends(Stream);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        ExpectSent("event: subscribed");
    }
}
