using System.IO.Compression;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>permessage-deflate on one connection: what is agreed on, and which frames leave compressed.</summary>
public sealed class CompressionTests : ConnectionActorTest
{
    private const string Offer = "permessage-deflate; client_max_window_bits";
    private const byte CompressedText = 0xC1;
    private const byte PlainText = 0x81;

    private static readonly string Long = string.Join(' ', Enumerable.Repeat("to be or not to be", 100));

    [Fact]
    public void Offer_is_answered_without_contexts_by_default()
    {
        OpenOffering("/echo", Offer);

        ExpectSent("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n");
    }

    [Fact]
    public void Offer_is_passed_over_where_compression_is_disabled()
    {
        Settings = With(new CompressionSettings { Enabled = false });
        OpenOffering("/echo", Offer);

        Assert.DoesNotContain("Sec-WebSocket-Extensions", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Contexts_are_kept_where_the_settings_say_so()
    {
        Settings = With(new CompressionSettings { ServerContextTakeover = true, ClientContextTakeover = true });
        OpenOffering("/echo", Offer);

        ExpectSent("Sec-WebSocket-Extensions: permessage-deflate\r\n");
    }

    [Fact]
    public void Echo_of_a_long_message_is_compressed()
    {
        OpenOffering("/echo", Offer);
        Transport.ClientSends(ClientFrame.Text(Long));

        var frame = ExpectFrame();
        Assert.Equal(CompressedText, frame[0]);
        Assert.Equal(Long, Inflate(frame));
    }

    [Fact]
    public void Echo_of_a_short_message_is_not()
    {
        OpenOffering("/echo", Offer);
        Transport.ClientSends(ClientFrame.Text("short"));

        Assert.Equal(FrameWriter.Frame(Opcode.Text, "short"u8), ExpectFrame());
    }

    [Fact]
    public void Threshold_is_a_setting()
    {
        Settings = With(new CompressionSettings { MinBytes = 10 });
        OpenOffering("/echo", Offer);
        Transport.ClientSends(ClientFrame.Text("aaaaaaaaaaaaaaaaaaaa"));

        Assert.Equal(CompressedText, ExpectFrame()[0]);
    }

    [Fact]
    public void Without_an_offer_nothing_is_compressed()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Text(Long));

        Assert.Equal(PlainText, ExpectFrame()[0]);
    }

    [Fact]
    public void Compressed_message_of_the_client_is_understood()
    {
        OpenOffering("/echo", Offer);

        // RFC 7692 §7.2.3.1: "Hello".
        Transport.ClientSends(ClientFrame.Frame(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]));

        Assert.Equal(FrameWriter.Frame(Opcode.Text, "Hello"u8), ExpectFrame());
    }

    [Fact]
    public void Subscription_names_the_compression_that_others_share()
    {
        OpenOffering("/topics/news", Offer);

        Assert.True(Topics.ExpectMsg<TopicRequest.Subscribe>().Compression is { IsShared: true });
    }

    [Fact]
    public void Subscription_without_an_agreement_names_none()
    {
        Open("/topics/news");

        Assert.Null(Topics.ExpectMsg<TopicRequest.Subscribe>().Compression);
    }

    [Fact]
    public void Frame_of_a_topic_leaves_as_it_came_because_it_is_compressed_already()
    {
        OpenOffering("/topics/news", Offer);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Deliver(Long);

        Assert.Equal(FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(Long)), ExpectFrame());
    }

    [Fact]
    public void Connection_that_keeps_its_context_takes_frames_as_they_are_and_compresses_them_itself()
    {
        Settings = With(new CompressionSettings { ServerContextTakeover = true });
        OpenOffering("/topics/news", Offer);
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(subscribe);
        Deliver(Long);

        Assert.Null(subscribe.Compression);
        Assert.Equal(Long, Inflate(ExpectFrame()));
    }

    [Fact]
    public void Publications_that_came_together_are_compressed_one_by_one_by_a_connection_that_keeps_its_context()
    {
        Settings = With(new CompressionSettings { ServerContextTakeover = true });
        OpenOffering("/topics/news", Offer);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        DeliverJoined(Frame(Long), Frame("short"));

        Eventually(() => Assert.EndsWith("\u0081\u0005short", Encoding.Latin1.GetString(Frames()), StringComparison.Ordinal));
        Assert.Equal(CompressedText, Frames()[0]);
    }

    [Fact]
    public void Missed_messages_are_compressed_by_a_connection_that_keeps_its_context()
    {
        Settings = With(new CompressionSettings { ServerContextTakeover = true });
        OpenOffering("/topics/news?since=0", Offer);
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new Subscriber.Subscribed(News, TopicRef, new TopicPosition("e", 1), new Recovery(true, null, After: 0), subscribe));
        var frame = FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(Long));
        Connection.Tell(new Subscriber.Replayed(News, TopicRef, [frame], new LogPage([], null, After: 1, IsEnd: true), subscribe));

        Assert.Equal(Long, Inflate(ExpectFrame()));
    }

    [Fact]
    public void Second_message_under_a_kept_context_is_a_few_bytes()
    {
        Settings = With(new CompressionSettings { ServerContextTakeover = true });
        OpenOffering("/topics/news", Offer);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Deliver(Long);
        var first = ExpectFrame().Length;
        Deliver(Long);

        Eventually(() => Assert.InRange(Frames().Length - first, 3, 30));
    }

    [Fact]
    public void Answers_in_the_json_protocol_are_compressed_when_they_are_long()
    {
        Settings = With(new CompressionSettings { MinBytes = 64 });
        OpenOffering("/connect", Offer);

        var welcome = ExpectFrame();
        Assert.Equal(CompressedText, welcome[0]);
        Assert.StartsWith("{\"type\":\"welcome\"", Inflate(welcome), StringComparison.Ordinal);
        Assert.Equal(JsonProtocol.Instance.Name, Snapshot().Protocol);
    }

    [Fact]
    public void Corrupt_data_is_closed_with_1007()
    {
        OpenOffering("/echo", Offer);
        Transport.ClientSends(ClientFrame.Frame(0xC1, [0x07]));

        ExpectClose(1007);
    }

    [Fact]
    public void Message_that_inflates_beyond_the_limit_is_closed_with_1009()
    {
        Settings = With(new CompressionSettings()) with { MaxEchoMessageBytes = 1000 };
        OpenOffering("/echo", Offer);
        var compression = new FrameCompressions(DeflateLevel.Optimal, 0).For(new DeflateAgreement());
        var frame = compression.Compress(FrameWriter.Frame(Opcode.Text, new byte[1001]));
        Transport.ClientSends(ClientFrame.Frame(0xC1, FrameWriter.PayloadOf(frame, out _)));

        ExpectClose(1009);
    }

    [Fact]
    public void Inflating_counts_against_the_client_and_too_much_of_it_is_refused_then_ends_the_connection()
    {
        Settings = With(new CompressionSettings { ClientBytesPerSecond = 16 * 1024 });
        OpenOffering("/connect", Offer);
        var message = CompressedFromClient($$"""{"type":"ping","id":1,"filler":"{{new string('x', 40_000)}}"}""");
        Transport.ClientSends(message);
        ExpectSent("pong");

        Transport.ClientSends(message);
        ExpectSent("more than 16384 bytes a second to inflate and deflate");
        Transport.ClientSends([.. message, .. message]);
        ExpectClose(4103);
    }

    [Fact]
    public void What_is_deflated_for_the_clients_echoes_counts_as_well()
    {
        Settings = With(new CompressionSettings { ClientBytesPerSecond = 16 * 1024 });
        OpenOffering("/echo", Offer);
        for (var i = 0; i < 3; i++)
            Transport.ClientSends(ClientFrame.Text(new string('x', 60_000)));

        ExpectClose(4103);
        Assert.Equal(2, Snapshot().MessagesSent);
    }

    [Fact]
    public void Messages_that_are_not_compressed_either_way_cost_no_such_work()
    {
        Settings = With(new CompressionSettings { ClientBytesPerSecond = 1024 });
        Open("/echo");
        for (var i = 0; i < 20; i++)
            Transport.ClientSends(ClientFrame.Binary(new byte[60_000]));

        Eventually(() => Assert.Equal(20, Snapshot().MessagesSent));
    }

    [Fact]
    public void One_message_larger_than_what_may_come_at_once_is_served()
    {
        Settings = With(new CompressionSettings { ClientBytesPerSecond = 1024 });
        OpenOffering("/connect", Offer);
        Transport.ClientSends(CompressedFromClient($$"""{"type":"ping","id":1,"filler":"{{new string('x', 60_000)}}"}"""));

        ExpectSent("pong");
    }

    private static byte[] CompressedFromClient(string text)
    {
        var compression = new FrameCompressions(DeflateLevel.Optimal, 0).For(new DeflateAgreement());
        var frame = compression.Compress(FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(text)));
        return ClientFrame.Frame(0xC1, FrameWriter.PayloadOf(frame, out _));
    }

    private static PushSettings With(CompressionSettings compression) => new() { Compression = compression };

    private void OpenOffering(string target, string offer)
    {
        Begin();
        Transport.ClientSends(Request(target).Replace("\r\n\r\n", $"\r\nSec-WebSocket-Extensions: {offer}\r\n\r\n", StringComparison.Ordinal));
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", Transport.SentText, StringComparison.Ordinal));
    }

    /// <summary>All that was sent behind the handshake, once there is something.</summary>
    private byte[] ExpectFrame()
    {
        Eventually(() => Assert.NotEmpty(Frames()));
        return Frames();
    }

    private byte[] Frames() =>
        Transport.Sent[(Transport.SentText.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static string Inflate(byte[] frame)
    {
        byte[] stream = [.. FrameWriter.PayloadOf(frame, out _), 0x00, 0x00, 0xFF, 0xFF];
        using var inflate = new DeflateStream(new MemoryStream(stream), CompressionMode.Decompress);
        using var reader = new StreamReader(inflate, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
