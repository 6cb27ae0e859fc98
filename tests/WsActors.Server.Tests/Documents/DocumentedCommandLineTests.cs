using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Documents;

/// <summary>The commands of docs/command-line.md do what the page says.</summary>
[Trait("Speed", "Slow")]
public sealed class DocumentedCommandLineTests : IAsyncLifetime, IDisposable
{
    private const string Page = "docs/command-line.md";
    private const string Secret = "--WsActors:Tokens:Keys:0:Secret=0123456789abcdef0123456789abcdef";

    private readonly DocumentedShell _shell = new();
    private RunningServer _server = null!;
    private AdminClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await _shell.StartServerAsync(Secret, "--WsActors:Topics:Rules:0:Match=news", "--WsActors:Topics:Rules:0:History:Messages=100");
        _admin = new AdminClient(_server.AdminUri);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _admin.Dispose();
        _shell.Dispose();
    }

    [ToolFact("uptime")]
    public async Task Messages_are_published()
    {
        var printed = (await RunAsync(Block("wsactors publish news 'hello'"))).Split('\n');

        Assert.Equal(["news: offset 1, subscribers: 0", "log: offset 1, subscribers: 0", "log: offset 2, subscribers: 0", "log: offset 3, subscribers: 0"], printed.Where(line => line[0] != '{'));
        Assert.Equal(2, JsonSerializer.Deserialize<JsonElement>(printed[1]).GetProperty("offset").GetInt32());
    }

    [ToolFact("jq")]
    public async Task Messages_are_printed()
    {
        var (plain, json, since) = Block("wsactors subscribe news").Split('\n') is [var one, var two, var three, ..]
            ? (one, two, three)
            : throw new InvalidOperationException("the block has changed");
        await using var first = Start(plain);
        await using var second = Start(json);
        await _admin.ExpectSubscribersAsync("news", 2);

        var epoch = (await _admin.PublishAsync("news", "1")).GetProperty("epoch").GetString();
        Assert.Equal("1", await first.NextLineAsync());
        Assert.Equal("\"1\"", await second.NextLineAsync());
        for (var i = 2; i <= 11; i++)
            await _admin.PublishAsync("news", $"{i}");

        Assert.Equal(
            "2 3 4 5 6 7 8 9 10 11",
            (await RunAsync(since.Replace("EPOCH/OFFSET", $"{epoch}/1", StringComparison.Ordinal))).ReplaceLineEndings(" "));
    }

    [ToolFact("jq")]
    public async Task Connections_are_listed_and_closed_and_the_node_is_drained()
    {
        var token = await ChildProcess.RunAsync("dotnet", RunningServer.ServerPath, "token", "--user", "ann", Secret);
        using var client = await TestClient.OpenJsonAsync(_server.PushUri, "Authorization", $"Bearer {token}");
        await client.ReceiveWelcomeAsync();
        await client.SubscribeAsync("news");

        var printed = await RunAsync(Block("wsactors topics --prefix"));

        Assert.Matches(@"(?m)^news +1 ", printed);
        Assert.Matches($@"(?m)^{client.Id} +ann ", printed);
        Assert.Matches($@"(?m)^{client.Id}$", printed);
        Assert.Contains($"Closing {client.Id}\n", printed, StringComparison.Ordinal);
        Assert.Equal(4100, (int)await client.ReceiveCloseAsync());
        Assert.Equal(0, await _server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_share_of_the_clients_is_sent_away()
    {
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        var (begin, abort) = Block("wsactors rebalance --share").Split('\n') is [var one, var two, ..] ? (one, two) : throw new InvalidOperationException("the block has changed");

        var printed = await RunAsync(begin);
        var refused = await RunAsync($"{abort} 2>&1 || true");

        Assert.StartsWith("Rebalancing; connections to send away: 1.", printed, StringComparison.Ordinal);
        Assert.EndsWith("finished: 1 of 1 closed, 0 cut, 0 remain", printed.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("neither a drain nor a rebalance is under way", refused, StringComparison.Ordinal);
        Assert.Equal("goodbye", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Settings_are_checked_and_shown()
    {
        await File.WriteAllTextAsync(Path.Combine(_shell.Folder, "wsactors.json"), "{}");

        Assert.Equal("The settings are valid\nWsActors:Push:Port = 8080", await RunAsync(Block("wsactors config check")));
    }

    [Fact]
    public async Task Bash_completes() => Assert.Equal(
        "complete -F _wsactors wsactors", await RunAsync($"{Block("wsactors completions bash")}\ncomplete -p wsactors"));

    private static string Block(string text) => DocumentBlock.Containing(Page, "sh", text);

    private Task<string> RunAsync(string block) => _shell.RunAsync(Prepared(block));

    private ChildProcess Start(string block) => _shell.Start(Prepared(block), _server);

    // The short name as the page defines it, and the addresses of this server in place of the default ones.
    private string Prepared(string block) =>
        $"""
        export WSACTORS_ADMIN={_server.AdminUri} WSACTORS_URL={new Uri(_server.PushUri, "/connect")}
        {DocumentedShell.WithBuiltServer(Block("wsactors() {"))}
        {block}
        """;
}
