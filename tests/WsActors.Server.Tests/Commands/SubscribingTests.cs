using System.Text;
using System.Text.Json;
using WsActors.Server.Commands.Shared;
using WsActors.Server.Commands.Subscribing;

namespace WsActors.Server.Tests.Commands;

/// <summary>The rules of docs/client-protocol.md and docs/delivery-and-recovery.md that a subscription follows, without a node.</summary>
public sealed class SubscribingTests
{
    [Fact]
    public void The_position_follows_the_table_of_the_manual()
    {
        var topics = new SubscribedTopics(["news"], since: null);
        Assert.Null(topics.PositionOf("news"));

        Follow(topics, """{"type": "subscribed", "topic": "news", "epoch": "e", "offset": 3}""");
        Assert.Equal(new StartPosition("e", 3), topics.PositionOf("news"));
        Follow(topics, """{"type": "message", "topic": "news", "offset": 4, "data": 1}""");
        Assert.Equal(new StartPosition("e", 4), topics.PositionOf("news"));
        Follow(topics, """{"type": "gap", "topic": "news", "from": 5, "to": 9, "reason": "not_kept"}""");
        Assert.Equal(new StartPosition("e", 9), topics.PositionOf("news"));
        Follow(topics, """{"type": "subscribed", "topic": "news", "epoch": "f", "offset": 0, "recovered": false}""");
        Assert.Equal(new StartPosition("f", 0), topics.PositionOf("news"));
    }

    [Fact]
    public void Messages_of_a_topic_without_history_are_counted()
    {
        var topics = new SubscribedTopics(["news"], since: null);
        Follow(topics, """{"type": "subscribed", "topic": "news", "epoch": "e", "offset": 3}""");

        Follow(topics, """{"type": "message", "topic": "news", "data": "x"}""");
        Follow(topics, """{"type": "message", "topic": "news", "data": "x"}""");

        Assert.Equal(new StartPosition("e", 5), topics.PositionOf("news"));
    }

    [Theory]
    [InlineData("""{"type": "message", "topic": "news", "offset": 3, "data": 1}""", true)]
    [InlineData("""{"type": "message", "topic": "news", "offset": 4, "data": 1}""", false)]
    [InlineData("""{"type": "message", "topic": "news", "data": 1}""", false)]
    [InlineData("""{"type": "gap", "topic": "news", "from": 1, "to": 3, "reason": "not_kept"}""", false)]
    public void A_message_that_was_received_before_is_repeated(string message, bool isRepeated)
    {
        var topics = new SubscribedTopics(["news"], since: null);
        Follow(topics, """{"type": "subscribed", "topic": "news", "epoch": "e", "offset": 3}""");

        var json = JsonSerializer.Deserialize<JsonElement>(message);
        Assert.Equal(isRepeated, topics.IsRepeated(json.GetProperty("type").GetString()!, json));
    }

    [Fact]
    public void A_topic_that_the_server_ends_is_not_subscribed_to_again()
    {
        var topics = new SubscribedTopics(["news", "scores"], since: null);

        Follow(topics, """{"type": "unsubscribed", "topic": "news", "reason": "unsubscribed_by_server"}""");
        Follow(topics, """{"type": "message", "topic": "other", "data": "x"}""");

        Assert.Equal(["scores"], topics.Names);
    }

    [Theory]
    [InlineData(1001, true, null)]
    [InlineData(1006, true, null)]
    [InlineData(1008, false, null)]
    [InlineData(1013, true, null)]
    [InlineData(4000, false, null)]
    [InlineData(4003, false, null)]
    [InlineData(4100, true, null)]
    [InlineData(4200, false, null)]
    [InlineData(4201, false, null)]
    [InlineData(4202, true, 0)]
    public void A_close_code_tells_whether_and_when_to_return(int code, bool mayReturn, int? seconds)
    {
        var end = ConnectionEnd.Closed(code, "because", wait: null);

        Assert.Equal((mayReturn, seconds), (end.MayReturn, (int?)end.Wait?.TotalSeconds));
        Assert.StartsWith($"the server closed the connection with {code}, because", end.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_goodbye_tells_when_to_return() =>
        Assert.Equal(TimeSpan.FromSeconds(3), ConnectionEnd.Closed(1001, "", TimeSpan.FromSeconds(3)).Wait);

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    public void A_status_tells_whether_to_return(int status, bool mayReturn)
    {
        var end = ConnectionEnd.Refused(status, TimeSpan.FromSeconds(7));

        Assert.Equal(mayReturn, end.MayReturn);
        Assert.Equal(mayReturn ? TimeSpan.FromSeconds(7) : null, end.Wait);
        Assert.Contains($"{status}", end.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wait_doubles_up_to_half_a_minute_and_is_spread()
    {
        var backOff = new BackOff(() => 1);
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 8).Select(_ => backOff.Next(null).TotalSeconds));

        backOff.Reset();
        Assert.Equal(0.5, backOff.Next(null).TotalSeconds);
        Assert.Equal(0.25, new BackOff(() => 0.5).Next(null).TotalSeconds);
    }

    [Fact]
    public void The_server_is_followed_but_not_in_a_loop_without_a_wait()
    {
        var backOff = new BackOff(() => 1);

        Assert.Equal(TimeSpan.FromSeconds(3), backOff.Next(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(1), backOff.Next(TimeSpan.Zero));
        backOff.Reset();
        Assert.Equal(TimeSpan.Zero, backOff.Next(TimeSpan.Zero));
    }

    [Fact]
    public async Task Messages_are_printed_for_people_and_notices_stand_apart()
    {
        var (printed, notices) = await PrintAsync(isJson: false, namesTopics: true);

        Assert.Equal("news: hello\nnews: {\"goal\":  1}\n", printed);
        Assert.Equal(
            "news: messages 3 to 7 are missing (not_kept)\nnews: the log has started anew (epoch_changed), and messages of the old one may be missing\n", notices);
    }

    [Fact]
    public async Task One_topic_needs_no_name() =>
        Assert.Equal("hello\n{\"goal\":  1}\n", (await PrintAsync(isJson: false, namesTopics: false)).Printed);

    [Fact]
    public async Task Every_event_is_printed_for_programs_one_per_line()
    {
        var (printed, notices) = await PrintAsync(isJson: true, namesTopics: true);

        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["message", "joined", "gap", "gap", "message"], lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("type").GetString()));
        Assert.Empty(notices);
    }

    private static async Task<(string Printed, string Notices)> PrintAsync(bool isJson, bool namesTopics)
    {
        var bytes = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var output = new CommandOutput(bytes, error, isTerminal: false);
        var printer = new EventPrinter(output, isJson, namesTopics, count: 2);
        foreach (var message in new[]
        {
            """{"type": "message", "topic": "news", "data": "hello"}""",
            """{"type": "joined", "topic": "news", "member": {}}""",
            """{"type": "gap", "topic": "news", "from": 3, "to": 7, "reason": "not_kept"}""",
            """{"type": "gap", "topic": "news", "from": 1, "to": 0, "reason": "epoch_changed"}""",
            "{\"type\": \"message\", \"topic\": \"news\", \"data\": {\"goal\":\n 1}}",
        })
        {
            Assert.False(printer.IsDone);
            var json = JsonSerializer.Deserialize<JsonElement>(message);
            await printer.PrintAsync(json.GetProperty("type").GetString()!, json);
        }

        Assert.True(printer.IsDone);
        await printer.FlushAsync();
        return (Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    private static void Follow(SubscribedTopics topics, string message)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(message);
        topics.Follow(json.GetProperty("type").GetString()!, json);
    }
}
