using System.Text;
using System.Text.Json;
using CsCheck;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Json;

public sealed class JsonEventWriterTests
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void Welcome() => AssertWritten(
        """{"type":"welcome","connection":"c1","user":"ann","keepAliveSeconds":25,"limits":{"maxMessageBytes":65536,"maxSubscriptions":7}}""",
        new ServerEvent.Welcome("c1", "ann", TimeSpan.FromSeconds(25), new ClientLimits(65536, 7)));

    [Fact]
    public void Welcome_to_nobody_in_particular() =>
        Assert.Equal(JsonValueKind.Null, Parse(new ServerEvent.Welcome("c1", null, TimeSpan.FromSeconds(2.5), new ClientLimits(1, 1))).GetProperty("user").ValueKind);

    [Fact]
    public void Subscribed_in_answer_to_a_request() => AssertWritten(
        """{"type":"subscribed","id":7,"topic":"news","epoch":"e","offset":5,"recovered":true}""",
        new ServerEvent.Subscribed(Id("7"), News, new TopicPosition("e", 5), true));

    [Fact]
    public void Subscribed_by_the_server() => AssertWritten(
        """{"type":"subscribed","topic":"news","epoch":"e","offset":0}""",
        new ServerEvent.Subscribed(null, News, new TopicPosition("e", 0), null));

    [Fact]
    public void Unsubscribed_in_answer_to_a_request() => AssertWritten(
        """{"type":"unsubscribed","id":"x","topic":"news"}""", new ServerEvent.Unsubscribed(Id("\"x\""), News, null));

    [Fact]
    public void Unsubscribed_by_the_server() => AssertWritten(
        """{"type":"unsubscribed","topic":"news","reason":"moved"}""", new ServerEvent.Unsubscribed(null, News, "moved"));

    [Fact]
    public void Published() => AssertWritten(
        """{"type":"published","id":1,"offset":9007199254740993}""", new ServerEvent.Published(Id("1"), 9007199254740993));

    [Fact]
    public void PublishedBatch_has_one_result_per_message() => AssertWritten(
        """{"type":"published","id":1,"results":[{"offset":7},{"epoch":"e","offset":8,"subscribers":2,"repeated":true},{"error":{"code":"c","message":"m"}}]}""",
        new ServerEvent.PublishedBatch(
            Id("1"),
            [
                new PublicationResult(7),
                new PublicationResult(8) { Epoch = "e", Subscribers = 2, IsRepeated = true },
                PublicationResult.Failed("c", "m"),
            ]));

    [Fact]
    public void Message_of_JSON_passes_as_it_was_written() => AssertWritten(
        """{"type":"message","topic":"news","data":{"goal": "2:1"}}""", Message(Json("""{"goal": "2:1"}""")));

    [Fact]
    public void Message_of_text_is_a_JSON_string() => AssertWritten(
        """{"type":"message","topic":"news","data":"say \"hi\"\n<ü&'>\u0000"}""",
        Message(Text("say \"hi\"\n<ü&'>\0")));

    [Fact]
    public void Message_of_bytes_is_base64() => AssertWritten(
        """{"type":"message","topic":"news","data":"/wAB","encoding":"base64"}""", Message(Publication.FromBinary(new byte[] { 255, 0, 1 })));

    [Fact]
    public void Message_of_a_topic_that_keeps_history_has_its_offset() => AssertWritten(
        """{"type":"message","topic":"news","offset":3,"data":1}""", new ServerEvent.Message(News, Json("1"), new TopicPosition("e", 3)));

    [Fact]
    public void Gap() => AssertWritten(
        """{"type":"gap","topic":"news","from":3,"to":9,"reason":"no_history"}""",
        new ServerEvent.Gap(News, new MissedRange(3, 9, MissedRange.NoHistory)));

    [Fact]
    public void Gap_of_a_lost_log_whose_successor_is_whole() => AssertWritten(
        """{"type":"gap","topic":"news","from":1,"to":0,"reason":"epoch_changed"}""",
        new ServerEvent.Gap(News, MissedRange.OfOtherLog(0, MissedRange.EpochChanged)));

    [Fact]
    public void History() => AssertWritten(
        """{"type":"history","id":1,"topic":"news","epoch":"e","offset":9,"messages":[{"offset":8,"data":{}},{"offset":9,"data":"AQ==","encoding":"base64"}]}""",
        new ServerEvent.History(Id("1"), News, new TopicPosition("e", 9), new LogPage(
            [new LoggedMessage(8, default, Json("{}")), new LoggedMessage(9, default, Publication.FromBinary(new byte[] { 1 }))], null, 9, true)));

    [Fact]
    public void History_that_has_lost_something() => AssertWritten(
        """{"type":"history","topic":"news","epoch":"e","offset":9,"recovered":false,"gap":{"from":1,"to":9,"reason":"not_kept"},"messages":[]}""",
        new ServerEvent.History(null, News, new TopicPosition("e", 9), new LogPage([], new MissedRange(1, 9, MissedRange.NotKept), 9, true))
        {
            Recovered = false,
        });

    [Fact]
    public void Joined_by_a_user() => AssertWritten(
        """{"type":"joined","topic":"news","member":{"user":"ann","connection":"c1"}}""",
        new ServerEvent.Joined(News, new PresenceMember("ann", "c1", 1)));

    [Fact]
    public void Joined_with_info() => AssertWritten(
        """{"type":"joined","topic":"news","member":{"user":"ann","connection":"c1","info":{"name":"Ann ☺"}}}""",
        new ServerEvent.Joined(News, new PresenceMember("ann", "c1", 1) { Info = """{"name":"Ann ☺"}""" }));

    [Fact]
    public void Left_names_the_member_without_its_info() => AssertWritten(
        """{"type":"left","topic":"news","member":{"user":"ann","connection":"c1"}}""",
        new ServerEvent.Left(News, new PresenceMember("ann", "c1", 0) { Info = "1" }));

    [Fact]
    public void Presence_with_info() => AssertWritten(
        """{"type":"presence","topic":"news","total":1,"members":[{"connection":"c3","info":"Ann","connections":1}]}""",
        new ServerEvent.Presence(null, News, 1, [new PresenceMember(null, "c3", 1) { Info = "\"Ann\"" }], null));

    [Fact]
    public void Left_by_nobody_in_particular() => AssertWritten(
        """{"type":"left","topic":"news","member":{"connection":"c1"}}""",
        new ServerEvent.Left(News, new PresenceMember(null, "c1", 0)));

    [Fact]
    public void Presence() => AssertWritten(
        """{"type":"presence","id":1,"topic":"news","total":3,"members":[{"user":"ann","connection":"c2","connections":2},{"connection":"c3","connections":1}],"cursor":"7"}""",
        new ServerEvent.Presence(Id("1"), News, 3, [new PresenceMember("ann", "c2", 2), new PresenceMember(null, "c3", 1)], 7));

    [Fact]
    public void Presence_of_too_many_to_be_told_one_by_one() => AssertWritten(
        """{"type":"presence","topic":"news","total":3000}""", new ServerEvent.Presence(null, News, 3000, null, null));

    [Fact]
    public void Error() => AssertWritten(
        """{"type":"error","id":1,"code":"not_subscribed","message":"no \"news\""}""",
        new ServerEvent.Error(Id("1"), ErrorCode.NotSubscribed, "no \"news\""));

    [Fact]
    public void Pong() => AssertWritten("""{"type":"pong","id":1.5e3}""", new ServerEvent.Pong(Id("1.5e3")));

    [Fact]
    public void Goodbye() => AssertWritten(
        """{"type":"goodbye","reason":"draining","reconnectAfterMs":1500}""",
        new ServerEvent.Goodbye("draining", TimeSpan.FromMilliseconds(1500.9)));

    [Fact]
    public void Refreshed_says_until_when() => AssertWritten(
        """{"type":"refreshed","id":7,"expiresAt":"2026-11-24T12:00:00+00:00"}""",
        new ServerEvent.Refreshed(Id("7"), new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.FromHours(1))));

    [Fact]
    public void Refreshed_for_ever() => AssertWritten(
        """{"type":"refreshed","expiresAt":null}""", new ServerEvent.Refreshed(null, null));

    [Fact]
    public void RefreshNeeded_is_what_the_server_asks_for() => AssertWritten(
        """{"type":"refresh","expiresAt":"2026-11-24T12:00:00+00:00"}""",
        new ServerEvent.RefreshNeeded(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void KeptAlive() => AssertWritten("""{"type":"keepalive"}""", ServerEvent.KeptAlive.Instance);

    [Fact]
    public void Ended_is_said_by_a_close_frame() =>
        Assert.Null(JsonProtocol.Instance.Write(new ServerEvent.Ended(CloseCode.GoingAway, "draining")));

    [Fact]
    public void Every_event_has_words()
    {
        var written = typeof(JsonEventWriterTests).GetMethods().Select(method => method.Name).ToArray();
        var events = typeof(ServerEvent).GetNestedTypes().Select(type => type.Name);

        Assert.All(events, name => Assert.Contains(written, test => test.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_publication_parses_back_as_the_same_text() => Gen.String[0, 100].Sample(text =>
    {
        // What is published has been bytes of UTF-8, so there is no half of a surrogate pair.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return Parse(Message(Text(whole))).GetProperty("data").GetString() == whole;
    });

    [Fact]
    public void A_binary_publication_parses_back_as_the_same_bytes() => Gen.Byte.Array[0, 300].Sample(bytes =>
        Parse(Message(Publication.FromBinary(bytes))).GetProperty("data").GetBytesFromBase64().AsSpan().SequenceEqual(bytes));

    [Fact]
    public void Any_topic_name_offset_and_request_id_parse_back_as_they_were()
    {
        var name = Gen.String[1, 60].Where(text => TopicName.TryParse(text, out _, out _));
        var id = Gen.OneOf(Gen.Long.Select(number => JsonSerializer.Serialize(number)), Gen.String[0, 9].Select(text => JsonSerializer.Serialize(text)))
            .Where(literal => literal.Length <= RequestId.MaxLength);

        Gen.Select(name, id, Gen.Long[0, long.MaxValue], Gen.Bool).Sample((topic, literal, offset, recovered) =>
        {
            var json = Parse(new ServerEvent.Subscribed(Id(literal), TopicName.Parse(topic), new TopicPosition("e", offset), recovered));
            return json.GetProperty("topic").GetString() == topic
                && json.GetProperty("id").GetRawText() == literal
                && json.GetProperty("offset").GetInt64() == offset
                && json.GetProperty("recovered").GetBoolean() == recovered;
        });
    }

    [Fact]
    public void A_giant_is_written_whole_and_the_next_frame_is_its_own()
    {
        var giant = new string('x', 1024 * 1024);

        Assert.Equal(giant, Parse(Message(Text(giant))).GetProperty("data").GetString());
        Assert.Equal("small", Parse(Message(Text("small"))).GetProperty("data").GetString());
    }

    private static void AssertWritten(string json, ServerEvent serverEvent) => Assert.Equal(json, PayloadOf(serverEvent));

    private static JsonElement Parse(ServerEvent serverEvent)
    {
        using var document = JsonDocument.Parse(PayloadOf(serverEvent));
        return document.RootElement.Clone();
    }

    private static string PayloadOf(ServerEvent serverEvent)
    {
        var frame = Assert.Single(ServerFrame.ReadAll(JsonProtocol.Instance.Write(serverEvent)));
        Assert.Equal(Opcode.Text, frame.Opcode);
        return frame.Text;
    }

    private static ServerEvent.Message Message(Publication publication) => new(News, publication, null);

    private static Publication Json(string json)
    {
        Assert.True(Publication.TryParseJson(Encoding.UTF8.GetBytes(json), out var publication, out _));
        return publication;
    }

    private static Publication Text(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return publication;
    }

    private static RequestId Id(string literal)
    {
        Assert.True(RequestId.TryParse(Encoding.UTF8.GetBytes(literal), out var id));
        return id;
    }
}
