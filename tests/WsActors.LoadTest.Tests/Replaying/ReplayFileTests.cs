using System.Net.WebSockets;
using System.Text;
using WsActors.LoadTest.Replaying;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Replaying;

/// <summary>The messages of a client, from the export of a tap.</summary>
public sealed class ReplayFileTests
{
    private const string Head = """{"connection":"c","user":null,"protocol":"json","at":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public void Messages_of_the_client_are_read_with_their_times_and_those_of_the_server_are_not()
    {
        var file = ReplayFile.Read(
        [
            Head,
            Frame("in", "text", 5, "żółw"),
            Frame("out", "text", 6, "answer"),
            Frame("in", "binary", 7.5, "AP8=", ",\"encoding\":\"base64\""),
        ]);

        Assert.Equal("json", file.Protocol);
        Assert.Equal([(5.0, WebSocketMessageType.Text, "C5BCC3B3C58277"), (7.5, WebSocketMessageType.Binary, "00FF")],
            file.Messages.Select(message => (message.After.TotalSeconds, message.Kind, Convert.ToHexString(message.Payload))));
        Assert.Empty(file.LeftOut);
    }

    [Fact]
    public void What_curl_writes_is_read_too() => Assert.Equal(
        "hello", Text(Assert.Single(ReplayFile.Read(["event: tap", $"data: {Head}", "", "event: frame", $"data: {Frame("in", "text", 1, "hello")}", "", ":"]).Messages)));

    [Fact]
    public void The_frames_of_a_message_are_put_together()
    {
        var file = ReplayFile.Read(
            [Head, Frame("in", "text", 1, "hel", final: false), Frame("in", "ping", 1, ""), Frame("in", "continuation", 2, "lo"), Frame("in", "text", 3, "next")]);

        Assert.Equal([("hello", 2.0), ("next", 3.0)], file.Messages.Select(message => (Text(message), message.After.TotalSeconds)));
        Assert.Equal([("ping", 1)], file.LeftOut.Select(left => (left.Key, left.Value)));
    }

    [Fact]
    public void A_message_of_which_a_part_is_missing_is_left_out_and_counted()
    {
        var file = ReplayFile.Read(
        [
            Head,
            Frame("in", "continuation", 1, "rest"),
            Frame("in", "text", 1, null, ",\"withheld\":\"rule\""),
            Frame("in", "text", 2, "cut", ",\"truncated\":true"),
            Frame("in", "text", 2, null),
            Frame("in", "text", 3, "part", final: false), Frame("in", "continuation", 3, null, ",\"withheld\":\"continuation\""),
            Frame("in", "close", 4, "1000"),
        ]);

        Assert.Empty(file.Messages);
        Assert.Equal(
            ["begun before the tap", "close", "truncated", "withheld (continuation)", "withheld (rule)", "without payload"], file.LeftOut.Keys);
    }

    [Fact]
    public void An_empty_message_is_a_message() => Assert.Empty(
        Assert.Single(ReplayFile.Read([Head, """{"direction":"in","at":"2026-01-01T00:00:01Z","opcode":"text","final":true,"flags":[],"size":0,"payload":""}"""]).Messages).Payload);

    [Theory]
    [InlineData("{")]
    [InlineData("""{"direction":"in"}""")]
    [InlineData("""{"direction":"in","at":"yesterday","opcode":"text"}""")]
    public void A_line_that_is_no_event_is_named(string line) =>
        Assert.StartsWith("line 2 is no event of a tap", Assert.Throws<UsageException>(() => ReplayFile.Read([Head, line])).Message, StringComparison.Ordinal);

    private static string Frame(string direction, string opcode, double seconds, string? payload, string more = "", bool final = true) =>
        $$"""{"direction":"{{direction}}","at":"{{new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds):O}}","opcode":"{{opcode}}","final":{{(final ? "true" : "false")}},"flags":["masked"],"size":9"""
        + (payload is null ? "" : $",\"payload\":\"{payload}\"") + more + "}";

    private static string Text(ReplayMessage message) => Encoding.UTF8.GetString(message.Payload);
}
