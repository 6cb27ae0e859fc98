using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A client that stops reading, and what it gets of topics that may drop some when it reads on.</summary>
public sealed class DeliveryPolicyTests : ConnectionActorTest
{
    private static readonly TopicRule Latest = new() { Match = "*", Delivery = DeliveryPolicy.Latest };
    private static readonly TopicRule DropOldest = new() { Match = "*", Delivery = DeliveryPolicy.DropOldest, DeliveryBytes = 3000 };
    private static readonly TopicRule Every = new() { Match = "*" };

    [Fact]
    public void A_reader_that_keeps_up_gets_everything_whatever_the_policy()
    {
        OpenJson();
        var connection = (IInternalActorRef)Connection;
        connection.Suspend();
        for (var offset = 1; offset <= 20; offset++)
            Publish(Latest, offset);
        connection.Resume(null);

        ExpectHeard(Enumerable.Range(1, 20).Select(offset => $"{offset}"));
    }

    [Fact]
    public void Of_Latest_a_reader_that_stopped_gets_the_newest_and_the_gap_before_it()
    {
        OpenStalled();
        for (var offset = 1; offset <= 5; offset++)
            Publish(Latest, offset);
        ReadOn();

        ExpectHeard(["1-4 conflated", "5"]);
    }

    [Fact]
    public void Publications_that_came_together_are_told_apart_with_their_offsets_and_keys()
    {
        OpenStalled();
        byte[][] frames = [Message(7), Message(8), Message(9)];
        Connection.Tell(new Subscriber.Deliver(News, [.. frames.SelectMany(frame => frame)], Clock.Now)
        {
            Parts = frames,
            Droppable = new Droppable(Latest, 7, ["a", "b", "a"]),
        });
        ReadOn();

        ExpectHeard(["7-7 conflated", "8", "9"]);
    }

    [Fact]
    public void Of_DropOldest_a_reader_that_stopped_gets_what_the_budget_holds_and_the_gap_before_it()
    {
        OpenStalled();
        for (var offset = 1; offset <= 9; offset++)
            Publish(DropOldest, offset, padding: 1000);
        ReadOn();

        ExpectHeard(["1-7 slow_consumer", "8", "9"]);
    }

    [Fact]
    public void The_budget_is_a_quarter_of_the_outbox_where_the_rule_names_none()
    {
        Settings = new PushSettings { OutboxBytes = 16_000 };
        OpenStalled();
        for (var offset = 1; offset <= 9; offset++)
            Publish(DropOldest with { DeliveryBytes = 0 }, offset, padding: 1000);
        ReadOn();

        ExpectHeard(["1-6 slow_consumer", "7", "8", "9"]);
    }

    [Fact]
    public void Topics_that_may_drop_some_never_close_a_reader_that_stopped()
    {
        Settings = new PushSettings { OutboxBytes = 8000 };
        OpenStalled();
        for (var offset = 1; offset <= 100; offset++)
            Publish(DropOldest, offset, padding: 1000);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Assert.InRange(Snapshot().QueuedBytes, 0, 8000);
    }

    [Fact]
    public void Messages_that_must_be_delivered_displace_others_before_the_reader_is_closed()
    {
        Settings = new PushSettings { OutboxBytes = 6000 };
        OpenStalled();
        for (var offset = 1; offset <= 3; offset++)
            Publish(DropOldest with { DeliveryBytes = 6000 }, offset, padding: 1000);
        for (var offset = 4; offset <= 6; offset++)
            Publish(Every, offset, padding: 1000);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Publish(Every, 7, padding: 1000);
        Publish(Every, 8, padding: 1000);
        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));
    }

    [Fact]
    public void Only_what_leaves_counts_as_sent()
    {
        OpenStalled();
        var before = Snapshot().MessagesSent;
        for (var offset = 1; offset <= 5; offset++)
            Publish(Latest, offset);
        ReadOn();
        ExpectHeard(["1-4 conflated", "5"]);

        Assert.Equal(before + 2, Snapshot().MessagesSent);
    }

    [Fact]
    public void A_client_that_left_and_came_back_gets_no_gap_across_its_two_subscriptions()
    {
        OpenStalled();
        Publish(Latest, 1);
        Publish(Latest, 2);
        Transport.ClientSends(ClientFrame.Text("""{"type":"unsubscribe","id":8,"topic":"news"}"""));
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":9,"topic":"news"}"""));
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Publish(Latest, 3);
        Publish(Latest, 4);
        ReadOn();

        ExpectHeard(["1-1 conflated", "2", "3-3 conflated", "4"]);
    }

    [Fact]
    public void Answers_and_pongs_pass_before_messages_that_wait()
    {
        OpenStalled();
        Publish(Every, 1);
        Publish(Latest, 2);
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":"asked"}"""));
        Snapshot();
        ReadOn();

        ExpectSent("\"offset\":2");
        Assert.True(Transport.SentText.IndexOf("asked", StringComparison.Ordinal) < Transport.SentText.IndexOf("\"offset\":1", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_said_of_a_topic_keeps_its_place_among_the_messages()
    {
        OpenStalled();
        Publish(Every, 1);
        Connection.Tell(new TopicReply.History(News, new TopicPosition("e", 1), new LogPage([], null, 1, IsEnd: true)));
        Publish(Latest, 2);
        Transport.ClientSends(ClientFrame.Text("""{"type":"unsubscribe","id":8,"topic":"news"}"""));
        ReadOn();

        ExpectSent("unsubscribed");
        var types = ServerFrames.Texts(Transport.Sent).Select(text => JsonSerializer.Deserialize<JsonElement>(text).GetProperty("type").GetString());
        Assert.Equal(["message", "history", "message", "unsubscribed"], types.SkipWhile(type => type != "message"));
    }

    [Fact]
    public void Kept_context_compresses_only_what_leaves_so_that_the_client_can_inflate_all_it_gets()
    {
        Settings = new PushSettings { Compression = new CompressionSettings { ServerContextTakeover = true, MinBytes = 20 } };
        OpenStalled("Sec-WebSocket-Extensions: permessage-deflate\r\n");
        Publish(Every, 1, padding: 300);
        for (var offset = 2; offset <= 5; offset++)
            Publish(Latest, offset, padding: 300);
        Publish(Every, 6, padding: 300);
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":"a longer id than others, to be compressed"}"""));
        Snapshot();
        ReadOn();

        Eventually(() => Assert.Equal(["1", "2-4 conflated", "5", "6"], Heard(InflatedTexts())));
        Assert.Contains(InflatedTexts(), text => text.Contains("a longer id", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_stream_gets_its_gap_as_an_event()
    {
        Begin();
        Transport.ClientSends("GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        ExpectSent("event: subscribed");
        Transport.ClientStopsReading();
        Publish(Latest, 1, EventStreamProtocol.Instance);
        Snapshot();
        for (var offset = 2; offset <= 4; offset++)
            Publish(Latest, offset, EventStreamProtocol.Instance);
        ReadOn();

        ExpectSent("-4\ndata: ");
        ExpectSent("event: gap\ndata: {\"type\":\"gap\",\"topic\":\"news\",\"from\":2,\"to\":3,\"reason\":\"conflated\"}");
    }

    [Fact]
    public void Plain_mode_gets_the_newest_and_nothing_else()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        for (var offset = 1; offset <= 4; offset++)
        {
            Connection.Tell(new Subscriber.Deliver(News, Frame($"<{offset}>"), Clock.Now) { Droppable = new Droppable(Latest, offset, null) });
            Snapshot();
        }

        Transport.ClientReadsOn();

        ExpectSent("<4>");
        Assert.DoesNotContain("<2>", Transport.SentText, StringComparison.Ordinal);
        Assert.DoesNotContain("gap", Transport.SentText, StringComparison.Ordinal);
    }

    private void OpenJson(string header = "")
    {
        Begin();
        Transport.ClientSends(Request("/connect").Replace("\r\n\r\n", $"\r\n{header}\r\n", StringComparison.Ordinal));
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Eventually(() => Assert.Contains(InflatedTexts(), text => text.Contains("\"subscribed\"", StringComparison.Ordinal)));
    }

    // The kernel takes nothing any more, and the first that it did not take is a pong.
    private void OpenStalled(string header = "")
    {
        OpenJson(header);
        Transport.ClientStopsReading();
        Transport.ClientSends(ClientFrame.Ping([]));
        Snapshot();
    }

    private void ReadOn()
    {
        Snapshot();
        Transport.ClientReadsOn();
    }

    private void Publish(TopicRule rule, long offset, IClientProtocol? protocol = null, int padding = 0) =>
        Connection.Tell(new Subscriber.Deliver(News, Message(offset, protocol, padding), Clock.Now)
        {
            Droppable = rule.Delivery == DeliveryPolicy.Every ? null : new Droppable(rule, offset, null),
        });

    private void Publish(TopicRule rule, long offset, int padding) => Publish(rule, offset, null, padding);

    private static byte[] Message(long offset, IClientProtocol? protocol = null, int padding = 0)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(new string('x', padding)), out var publication, out _));
        return (protocol ?? JsonProtocol.Instance).Write(new ServerEvent.Message(News, publication, new TopicPosition("e", offset)))!;
    }

    private void ExpectHeard(IEnumerable<string> expected) =>
        Eventually(() => Assert.Equal(expected, Heard(ServerFrames.Texts(Transport.Sent))));

    // "5" for a message, "1-4 conflated" for a gap.
    private static IEnumerable<string> Heard(IEnumerable<string> texts)
    {
        foreach (var json in texts.Select(text => JsonSerializer.Deserialize<JsonElement>(text)))
        {
            if (json.GetProperty("type").GetString() == "message")
                yield return $"{json.GetProperty("offset")}";
            if (json.GetProperty("type").GetString() == "gap")
                yield return $"{json.GetProperty("from")}-{json.GetProperty("to")} {json.GetProperty("reason")}";
        }
    }

    /// <summary>All texts as a client reads them that keeps one window for the whole connection.</summary>
    private List<string> InflatedTexts()
    {
        ReadOnlySpan<byte> rest = Transport.Sent;
        rest = rest[(rest.IndexOf("\r\n\r\n"u8) + 4)..];
        using var compressed = new MemoryStream();
        using var inflater = new DeflateStream(compressed, CompressionMode.Decompress);
        var texts = new List<string>();
        while (ServerFrameHeader.TryRead(rest, out var header))
        {
            var payload = rest[header.HeaderBytes..header.FrameBytes];
            rest = rest[header.FrameBytes..];
            if (header.Opcode == Opcode.Text)
                texts.Add(header.IsCompressed ? Inflate(payload, compressed, inflater) : Encoding.UTF8.GetString(payload));
        }

        return texts;
    }

    private static string Inflate(ReadOnlySpan<byte> payload, MemoryStream compressed, DeflateStream inflater)
    {
        compressed.SetLength(0);
        compressed.Write([.. payload, 0x00, 0x00, 0xFF, 0xFF]);
        compressed.Position = 0;
        var text = new byte[100_000];
        var length = 0;
        while (inflater.Read(text, length, text.Length - length) is > 0 and var read)
            length += read;
        return Encoding.UTF8.GetString(text, 0, length);
    }
}
