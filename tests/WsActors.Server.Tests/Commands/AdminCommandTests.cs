using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Commands;

/// <summary>The commands that call the admin API, as processes beside a real node.</summary>
[Trait("Speed", "Slow")]
public sealed class AdminCommandTests : IAsyncLifetime
{
    private const string Key = "a key of sixteen or more characters";

    private RunningServer _server = null!;
    private string[] _access = [];

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync($"--WsActors:Admin:ApiKeys:0={Key}", "--WsActors:Topics:Rules:0:Match=kept.*", "--WsActors:Topics:Rules:0:History:Messages=10");
        _access = ["--admin", $"{_server.AdminUri}", "--api-key", Key];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_message_is_published_and_delivered()
    {
        using var client = await TestClient.OpenAsync(_server.PushUri, "/topics/news");

        var published = (await RunAsync("publish", "news", "hello")).ExpectDone();

        Assert.Equal("news: offset 1, subscribers: 1\n", published.Output);
        Assert.Equal("hello", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Standard_input_is_published_as_one_message_or_line_by_line()
    {
        using var client = await TestClient.OpenAsync(_server.PushUri, "/topics/news");

        (await RunWithInputAsync("first\nsecond\n", "publish", "news", "-")).ExpectDone();
        var lines = (await RunWithInputAsync("third\nfourth\n", "publish", "news", "--lines", "--json")).ExpectDone();

        Assert.Equal("first\nsecond\n", await client.ReceiveTextAsync());
        Assert.Equal("third", await client.ReceiveTextAsync());
        Assert.Equal("fourth", await client.ReceiveTextAsync());
        Assert.Equal([2, 3], lines.Lines.Select(line => Json(line).GetProperty("offset").GetInt64()));
    }

    [ToolTheory("bash")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--lines")]
    public async Task Closed_standard_input_is_an_error_and_nothing_is_published(string argument)
    {
        var line = $"dotnet '{RunningServer.ServerPath}' publish news {argument} --admin {_server.AdminUri} --api-key '{Key}' <&-; echo code $?";

        var printed = await ChildProcess.RunAsync("bash", "-c", $"{{ {line}; }} 2>&1");

        Assert.StartsWith("Standard input is closed: ", printed, StringComparison.Ordinal);
        Assert.EndsWith("code 2", printed, StringComparison.Ordinal);
        Assert.Equal(["news: offset 1, subscribers: 0"], (await RunAsync("publish", "news", "first")).ExpectDone().Lines);
    }

    [ToolTheory("bash")]
    [InlineData("< /dev/null", "")]
    [InlineData("<<< text", "text\n")]
    [InlineData("< <(echo text)", "text\n")]
    public async Task Standard_input_may_be_a_file_a_pipe_or_nothing(string redirection, string published)
    {
        using var client = await TestClient.OpenAsync(_server.PushUri, "/topics/news");
        var line = $"dotnet '{RunningServer.ServerPath}' publish news --admin {_server.AdminUri} --api-key '{Key}' {redirection}";

        Assert.Equal("news: offset 1, subscribers: 1", await ChildProcess.RunAsync("bash", "-c", line));

        Assert.Equal(published, await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task An_object_is_published_as_JSON_and_keys_are_passed_on()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        await client.SubscribeAsync("kept.a");

        (await RunAsync("publish", "kept.a", "{\"goal\": 1}", "--idempotency-key", "k", "--key", "match")).ExpectDone();
        var again = (await RunAsync("publish", "kept.a", "{\"goal\": 1}", "--idempotency-key", "k", "--key", "match")).ExpectDone();

        Assert.Equal("kept.a: offset 1, subscribers: 0, published before\n", again.Output);
        var message = await client.ReceiveJsonAsync();
        while (message.GetProperty("type").GetString() != "message")
            message = await client.ReceiveJsonAsync();
        Assert.Equal(1, message.GetProperty("data").GetProperty("goal").GetInt32());
    }

    [Fact]
    public async Task A_refusal_is_one_line_with_exit_code_1()
    {
        (await RunAsync("publish", "$own", "x")).ExpectFault(1, "The node refused: ");
        (await RunAsync("publish", "news", "x", "--idempotency-key", "")).ExpectFault(1, "The node refused: ");
        (await RunAsync("disconnect", "nobody")).ExpectFault(1, "The node refused: there is no connection nobody");
        (await RunAsync("publish", "..", "x")).ExpectFault(1, "The node refused: ");
        (await CommandProcess.RunAsync("topics", "--admin", $"{_server.AdminUri}")).ExpectFault(1, "The node refused: send a key");
        (await CommandProcess.RunAsync("topics", "--admin", "http://127.0.0.1:1")).ExpectFault(1, "http://127.0.0.1:1 cannot be reached: Connection refused");
        (await CommandProcess.RunAsync("topics", "--admin", $"http://127.0.0.1:{_server.PushUri.Port}")).ExpectFault(
            1, $"http://127.0.0.1:{_server.PushUri.Port} answered 426, \"");
    }

    [Fact]
    public async Task Wrong_usage_is_one_line_with_exit_code_2_and_nothing_is_published()
    {
        (await RunAsync("publish", "news", "--jsn")).ExpectFault(2, "Unknown option \"--jsn\": the nearest is --json");
        (await RunAsync("pubish", "news", "x")).ExpectFault(2, "Unknown command \"pubish\": the nearest is publish");
        (await RunAsync("publish", "news", "{", "--type", "json")).ExpectFault(2, "The data is no JSON: ");
        (await RunAsync("topics", "--limit", "0")).ExpectFault(2, "--limit is 0: a number from 1 is needed");
        (await RunAsync("publish", "", "x")).ExpectFault(2, "TOPIC is empty: a name of 1 to 255 bytes is needed");
        (await RunAsync("disconnect", "")).ExpectFault(2, "wsactors disconnect needs either ids of connections or --user");
        (await RunAsync("disconnect")).ExpectFault(2, "wsactors disconnect needs either ids of connections or --user");
        (await CommandProcess.RunAsync("topics", "--admin", "localhost:8081")).ExpectFault(2, "--admin is \"localhost:8081\": an http or https address is needed");

        Assert.Empty((await RunAsync("topics", "--prefix", "news")).ExpectDone().Lines);
    }

    [Fact]
    public async Task Lists_are_tables_for_people_and_JSON_for_programs()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        await client.SubscribeAsync("kept.list");

        var table = (await RunAsync("topics", "--prefix", "kept.")).ExpectDone();
        var json = (await RunAsync("connections", "--topic", "kept.list", "--json")).ExpectDone();

        Assert.Matches(@"^TOPIC +SUBSCRIBERS +OFFSET +KEPT +EPOCH$", table.Lines[0]);
        Assert.Matches(@"^kept\.list +1 +0 +0 +\S+$", table.Lines[1]);
        Assert.Equal(client.Id, Json(Assert.Single(json.Lines)).GetProperty("id").GetString());
        Assert.Contains(client.Id, (await RunAsync("connections")).ExpectDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_up_to_a_limit()
    {
        using var admin = new AdminClient(_server.AdminUri, new KeyHandler(Key));
        var messages = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"topics": ["many.{{i}}", "more.{{i}}"], "data": 1}"""));
        Assert.Equal(200, (int)(await admin.PostAsync("/api/publish", $$"""{"messages": [{{messages}}]}""")).Status);

        Assert.Equal(2000, (await RunAsync("topics", "--prefix", "m", "--json")).ExpectDone().Lines.Count);
        Assert.Equal(1500, (await RunAsync("topics", "--prefix", "m", "--json", "--limit", "1500")).ExpectDone().Lines.Count);
        Assert.Equal(3, (await RunAsync("topics", "--prefix", "more.", "--limit", "2")).ExpectDone().Lines.Count);
    }

    [Fact]
    public async Task A_full_disk_is_a_fault()
    {
        var printed = await ChildProcess.RunAsync(
            "bash", "-c", "dotnet \"$0\" \"$@\" > /dev/full; echo \"exit $?\"", RunningServer.ServerPath, "topics", _access[0], _access[1], _access[2], _access[3]);

        Assert.Equal("exit 1", printed);
    }

    [Fact]
    public async Task A_connection_is_closed_with_a_code_and_a_reason()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);

        var closed = (await RunAsync("disconnect", client.Id, "--code", "4100", "--reason", "come back later")).ExpectDone();

        Assert.Equal($"Closing {client.Id}\n", closed.Output);
        Assert.Equal(4100, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_drain_ends_the_node_with_exit_code_0()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);

        Assert.Equal("Draining; connections: 1. The process stops afterwards\n", (await RunAsync("drain")).ExpectDone().Output);
        Assert.Equal(0, await _server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_drain_that_is_slow_is_watched_and_aborted()
    {
        using var first = await TestClient.OpenJsonAsync(_server.PushUri);
        using var second = await TestClient.OpenJsonAsync(_server.PushUri);
        using var third = await TestClient.OpenJsonAsync(_server.PushUri);
        (await RunAsync("drain", "--abort")).ExpectFault(1, "The node refused: neither a drain nor a rebalance is under way");
        (await RunAsync("drain", "--abort", "--rate", "1")).ExpectFault(2, "--abort goes with no other option");
        (await RunAsync("drain", "--rate", "0")).ExpectFault(1, "The node refused: rate is 0");

        Assert.Equal("Draining; connections: 3. The process keeps running\n", (await RunAsync("drain", "--keep-running", "--rate", "1")).ExpectDone().Output);
        Assert.Matches(@"^Aborted; connections closed: \d, kept: \d\n$", (await RunAsync("drain", "--abort")).ExpectDone().Output);

        // With --wait, the progress is printed until the drain is over.
        var watched = (await RunAsync("drain", "--keep-running", "--rate", "1000", "--wait")).ExpectDone();
        Assert.StartsWith("Draining; connections: ", watched.Lines[0], StringComparison.Ordinal);
        Assert.Matches("^finished: . of . closed, 0 cut, 0 remain$", watched.Lines[^1]);
    }

    [Fact]
    public async Task A_rebalance_is_begun_watched_and_aborted()
    {
        using var first = await TestClient.OpenJsonAsync(_server.PushUri);
        using var second = await TestClient.OpenJsonAsync(_server.PushUri);
        (await RunAsync("rebalance")).ExpectFault(2, "a rebalance needs either --share");
        (await RunAsync("rebalance", "--share", "0.5", "--count", "1")).ExpectFault(2, "a rebalance needs either --share");
        (await RunAsync("rebalance", "--share", "2")).ExpectFault(1, "The node refused: share is 2");
        (await RunAsync("rebalance", "--abort", "--share", "1")).ExpectFault(2, "--abort goes with no other option");
        (await RunAsync("rebalance", "--abort")).ExpectFault(1, "The node refused: neither a drain nor a rebalance is under way");

        var watched = (await RunAsync("rebalance", "--count", "1", "--wait")).ExpectDone();
        Assert.Equal("Rebalancing; connections to send away: 1. The node stays open", watched.Lines[0]);
        Assert.Equal("finished: 1 of 1 closed, 0 cut, 0 remain", watched.Lines[^1]);

        using var third = await TestClient.OpenJsonAsync(_server.PushUri);
        var begun = (await RunAsync("rebalance", "--share", "1", "--rate", "1", "--json")).ExpectDone();
        Assert.Equal(2, Json(begun.Output).GetProperty("total").GetInt32());
        Assert.Matches(@"^Aborted; connections closed: \d, kept: \d\n$", (await RunAsync("rebalance", "--abort")).ExpectDone().Output);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private Task<CommandProcess> RunAsync(params string[] arguments) => CommandProcess.RunAsync([.. arguments, .. _access]);

    private Task<CommandProcess> RunWithInputAsync(string input, params string[] arguments) =>
        CommandProcess.RunWithInputAsync(input, [.. arguments, .. _access]);
}
