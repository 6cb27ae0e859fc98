using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Tests.Push.EventStream;

/// <summary>Each event as it stands on the wire: one chunk with the lines of one event.</summary>
public sealed class EventStreamProtocolTests
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly TopicPosition Position = new("e", 5);
    private static readonly ClientEncoding Chunked = new(EventStreamProtocol.Instance, EventStreamCarrier.Chunked);
    private static readonly ClientEncoding Json = new(EventStreamProtocol.Json, EventStreamCarrier.Unchunked);
    private static readonly ClientEncoding Unchunked = new(EventStreamProtocol.Instance, EventStreamCarrier.Unchunked);

    [Fact]
    public void Message_is_data_under_its_epoch_and_offset() => AssertChunk("id: e-5\ndata: hello\n\n", new ServerEvent.Message(News, Text("hello"), Position));

    [Fact]
    public void Message_of_a_topic_without_history_has_no_id() =>
        AssertChunk("data: hello\n\n", new ServerEvent.Message(News, Text("hello"), null));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\r\nb")]
    public void Message_of_two_lines_is_two_fields(string text) =>
        AssertChunk("data: a\ndata: b\n\n", new ServerEvent.Message(News, Text(text), null));

    [Fact]
    public void Message_that_ends_with_a_line_end_keeps_it() =>
        AssertChunk("data: a\ndata: \n\n", new ServerEvent.Message(News, Text("a\n"), null));

    [Fact]
    public void Message_that_looks_like_a_field_stays_data() =>
        AssertChunk("data: id: 9\ndata: \ndata: event: x\n\n", new ServerEvent.Message(News, Text("id: 9\n\nevent: x"), null));

    [Fact]
    public void Empty_message_is_an_event_all_the_same() => AssertChunk("data: \n\n", new ServerEvent.Message(News, Text(""), null));

    [Fact]
    public void Bytes_are_base64_under_an_event_name_of_their_own() =>
        AssertChunk("event: binary\ndata: /wAB\n\n", new ServerEvent.Message(News, Publication.FromBinary(new byte[] { 255, 0, 1 }), null));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("a\rb", "\"a\\rb\"")]
    public void Format_json_tells_text_from_JSON_and_keeps_carriage_returns(string text, string data) => Assert.Equal(
        $"id: e-5\ndata: {{\"type\":\"message\",\"topic\":\"news\",\"offset\":5,\"data\":{data}}}\n\n",
        WriteJson(new ServerEvent.Message(News, Text(text), Position)));

    [Fact]
    public void Format_json_carries_bytes_as_the_client_protocol_does() => Assert.Equal(
        "data: {\"type\":\"message\",\"topic\":\"news\",\"data\":\"/wAB\",\"encoding\":\"base64\"}\n\n",
        WriteJson(new ServerEvent.Message(News, Publication.FromBinary(new byte[] { 255, 0, 1 }), null)));

    [Fact]
    public void Format_json_splits_a_publication_at_its_line_ends()
    {
        Assert.True(Publication.TryParseJson("[1,\r\n2]"u8.ToArray(), out var publication, out _));

        Assert.Equal(
            "data: {\"type\":\"message\",\"topic\":\"news\",\"data\":[1,\ndata: 2]}\n\n",
            WriteJson(new ServerEvent.Message(News, publication, null)));
    }

    [Fact]
    public void Format_json_writes_other_events_as_before()
    {
        var gap = new ServerEvent.Gap(News, new MissedRange(1, 4, MissedRange.NotKept));

        Assert.Equal(Encoding.UTF8.GetString(Unchunked.Encode(gap)!), WriteJson(gap));
    }

    [Fact]
    public void Subscribed_names_the_epoch_and_whether_all_was_recovered() => AssertChunk(
        "event: subscribed\ndata: {\"type\":\"subscribed\",\"topic\":\"news\",\"epoch\":\"e\",\"offset\":5,\"recovered\":false}\n\n",
        new ServerEvent.Subscribed(null, News, Position, false));

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public void Subscribed_is_the_first_id_where_the_client_can_return(bool? recovered) => Assert.Contains(
        "\r\nid: e-5\nevent: subscribed\n",
        Write(new ServerEvent.Subscribed(null, News, Position, recovered) { KeepsHistory = true }),
        StringComparison.Ordinal);

    [Fact]
    public void Subscribed_behind_a_loss_leaves_the_id_to_the_gap() => Assert.DoesNotContain(
        "id: ", Write(new ServerEvent.Subscribed(null, News, Position, false) { KeepsHistory = true }), StringComparison.Ordinal);

    [Fact]
    public void Gap_is_the_id_of_where_the_client_stands_behind_it() => AssertChunk(
        "id: e-0\nevent: gap\ndata: {\"type\":\"gap\",\"topic\":\"news\",\"from\":1,\"to\":0,\"reason\":\"epoch_changed\"}\n\n",
        new ServerEvent.Gap(News, MissedRange.OfOtherLog(0, MissedRange.EpochChanged)) { Reached = Position with { Offset = 0 } });

    [Fact]
    public void Gap_names_the_range() => AssertChunk(
        "event: gap\ndata: {\"type\":\"gap\",\"topic\":\"news\",\"from\":1,\"to\":4,\"reason\":\"not_kept\"}\n\n",
        new ServerEvent.Gap(News, new MissedRange(1, 4, MissedRange.NotKept)));

    [Fact]
    public void Goodbye_tells_the_browser_when_to_come_back() => AssertChunk(
        "retry: 1500\nevent: goodbye\ndata: {\"type\":\"goodbye\",\"reason\":\"draining\",\"reconnectAfterMs\":1500}\n\n",
        new ServerEvent.Goodbye("draining", TimeSpan.FromMilliseconds(1500)));

    [Fact]
    public void Silence_is_broken_by_a_comment() => AssertChunk(":\n\n", ServerEvent.KeptAlive.Instance);

    [Fact]
    public void End_is_an_event_and_the_last_chunk() => Assert.EndsWith(
        "event: closed\ndata: {\"type\":\"closed\",\"code\":4000,\"name\":\"disconnected\",\"reason\":\"bye\"}\n\n\r\n0\r\n\r\n",
        Encoding.UTF8.GetString(Chunked.EncodeEnd(new ServerEvent.Ended(CloseCode.Disconnected, "bye"))!),
        StringComparison.Ordinal);

    [Fact]
    public void Head_says_what_proxies_and_pages_need_to_know()
    {
        var head = Encoding.ASCII.GetString(EventStreamCarrier.Chunked.Head);

        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream", head, StringComparison.Ordinal);
        Assert.Contains("Transfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store, no-transform\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: *\r\n", head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_HTTP_is_told_the_same_without_chunks__RFC9112_6_1()
    {
        Assert.Equal(":\n\n", Encoding.UTF8.GetString(Unchunked.Encode(ServerEvent.KeptAlive.Instance)!));
        Assert.EndsWith(
            "\"reason\":\"bye\"}\n\n",
            Encoding.UTF8.GetString(Unchunked.EncodeEnd(new ServerEvent.Ended(CloseCode.Disconnected, "bye"))!),
            StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", Encoding.ASCII.GetString(EventStreamCarrier.Unchunked.Head), StringComparison.Ordinal);
    }

    // RFC 9112 §7.1: chunk-size in hexadecimal, CRLF, data, CRLF.
    private static void AssertChunk(string text, ServerEvent serverEvent) =>
        Assert.Equal($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n", Write(serverEvent));

    private static string WriteJson(ServerEvent serverEvent) => Encoding.UTF8.GetString(Json.Encode(serverEvent)!);

    private static string Write(ServerEvent serverEvent) => Encoding.UTF8.GetString(Chunked.Encode(serverEvent)!);

    private static Publication Text(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return publication;
    }
}
