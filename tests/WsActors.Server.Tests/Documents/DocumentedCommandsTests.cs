using System.Text.Json;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Examples;
using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Documents;

/// <summary>The commands of the README and the manual do what the documents say.</summary>
[Trait("Speed", "Slow")]
public sealed class DocumentedCommandsTests : IDisposable
{
    private readonly DocumentedShell _shell = new();

    /// <summary>For each command, by a part of it: what tries it. A new block of commands needs a line here.</summary>
    private static readonly IReadOnlyDictionary<string, string> Tried = new Dictionary<string, string>
    {
        ["dotnet test "] = ".ci/run",
        [".ci/run"] = ".ci/run",
        ["curl -d 'hello' localhost"] = nameof(The_tours_publications_are_answered),
        ["{\"goal\": \"2:1\"}"] = nameof(The_tours_publications_are_answered),
        ["while sleep 1; do uptime"] = nameof(ChromiumTests),
        ["Rules:0:Match=news"] = nameof(A_poll_returns_what_was_published),
        ["poll=true&since=0"] = nameof(A_poll_returns_what_was_published),
        ["Rules:0:Delivery=Latest"] = nameof(A_delivery_key_is_accepted),
        ["Delivery-Key: EUR/USD"] = nameof(A_delivery_key_is_accepted),
        ["History:Durable=true"] = nameof(A_durable_topic_survives_a_kill),
        ["Idempotency-Key: order-1"] = nameof(A_durable_topic_survives_a_kill),
        ["Rules:0:Presence=true"] = nameof(Presence_is_answered),
        ["token --user ann"] = nameof(A_token_opens_the_topics_of_its_user),
        ["openssl req -x509"] = nameof(A_certificate_of_this_machine_serves_https),
        ["Certificates:0:Path=cert.pem"] = nameof(A_certificate_of_this_machine_serves_https),
        ["WsActors:FaultInjection:Enabled=true"] = nameof(A_fault_is_injected_listed_and_ended),
        ["localhost:8081/api/faults"] = nameof(A_fault_is_injected_listed_and_ended),
        ["tap?direction=in&opcode=text,close"] = nameof(The_frames_of_a_client_are_shown),
        ["payload=65536\" > client.sse"] = nameof(What_a_client_sends_is_saved),
        ["docker compose up"] = "deploy/check-compose.sh",
        ["sed -n s/^WSACTORS_API_KEY"] = nameof(The_key_is_read_from_the_environment_file),
        ["systemctl daemon-reload"] = "deploy/check-systemd.sh",
        ["wsactors() {"] = nameof(DocumentedCommandLineTests),
        ["wsactors publish news 'hello'"] = nameof(DocumentedCommandLineTests),
        ["wsactors subscribe news"] = nameof(DocumentedCommandLineTests),
        ["wsactors topics --prefix"] = nameof(DocumentedCommandLineTests),
        ["wsactors rebalance --share"] = nameof(DocumentedCommandLineTests),
        ["wsactors config check"] = nameof(DocumentedCommandLineTests),
        ["wsactors completions bash"] = nameof(DocumentedCommandLineTests),
        ["python3 tests/clients/recovery"] = nameof(RecoveryCheckTests),
        ["node docs/examples/run.mjs"] = nameof(ExampleTests),
        ["loadtest/polling.sh"] = nameof(MigratingTests),
        ["dotnet new web"] = "deploy/check-packages.sh",
        ["dotnet run --project app"] = "deploy/check-packages.sh",
        ["npm install ../packages"] = "deploy/check-packages.sh",
        ["node index.mjs"] = "deploy/check-packages.sh",
        ["localhost:5000/news/hello"] = "deploy/check-packages.sh",
    };

    public static TheoryData<string> Documents =>
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(ClientTools.Repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ClientTools.Repository, file)),
    ];

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_command_has_a_test(string document) => Assert.All(
        DocumentBlock.All(document, "sh"),
        block => Assert.Contains(Tried.Keys, command => block.Contains(command, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Each_sample_of_settings_is_accepted(string document)
    {
        foreach (var sample in DocumentBlock.All(document, "json").Where(sample => sample.Contains("\"WsActors\"", StringComparison.Ordinal)))
        {
            var settings = sample.Replace("whsec_…", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(_shell.Folder, "appsettings.json"), settings);

            await using var server = await _shell.StartServerAsync();
        }
    }

    [ToolFact("curl")]
    public async Task The_tours_publications_are_answered()
    {
        await using var server = await _shell.StartServerAsync();

        var text = Json(await _shell.RunAsync(DocumentBlock.Containing("README.md", "sh", "curl -d 'hello'"), server));
        var json = Json(await _shell.RunAsync(DocumentBlock.Containing("README.md", "sh", "{\"goal\": \"2:1\"}"), server));

        Assert.Equal(["topic", "epoch", "offset", "subscribers"], text.EnumerateObject().Select(property => property.Name));
        Assert.Equal("news", json.GetProperty("topic").GetString());
    }

    [ToolFact("curl")]
    public async Task A_poll_returns_what_was_published()
    {
        await using var server = await _shell.StartServerAsync("docs/connecting.md", "Rules:0:Match=news");
        await _shell.RunAsync("curl -sS -d a localhost:8081/api/topics/news/messages; curl -sS -d b localhost:8081/api/topics/news/messages", server);

        var answer = Json(await _shell.RunAsync(DocumentBlock.Containing("docs/connecting.md", "sh", "poll=true&since=0"), server));

        Assert.Equal(
            """{"type":"history","topic":"news","epoch":"…","offset":2,"recovered":true,"messages":[{"offset":1,"data":"a"},{"offset":2,"data":"b"}]}""",
            answer.GetRawText().Replace(answer.GetProperty("epoch").GetString()!, "…", StringComparison.Ordinal));
    }

    [ToolFact("curl")]
    public async Task A_delivery_key_is_accepted()
    {
        await using var server = await _shell.StartServerAsync("docs/delivery-and-recovery.md", "Rules:0:Delivery=Latest");

        var answer = Json(await _shell.RunAsync(DocumentBlock.Containing("docs/delivery-and-recovery.md", "sh", "Delivery-Key"), server));

        Assert.Equal("prices", answer.GetProperty("topic").GetString());
    }

    [ToolFact("curl")]
    public async Task A_durable_topic_survives_a_kill()
    {
        var (first, again) = DocumentBlock.Containing("docs/delivery-and-recovery.md", "sh", "Idempotency-Key").Split('\n') is [var one, _, var three, ..]
            ? (one, three)
            : throw new InvalidOperationException("the block has changed");
        JsonElement before;
        await using (var server = await _shell.StartServerAsync("docs/delivery-and-recovery.md", "History:Durable=true"))
        {
            before = Json(await _shell.RunAsync(first, server));
            await server.SignalAsync("KILL");
            await server.WaitForExitAsync();
        }

        await using var restarted = await _shell.StartServerAsync("docs/delivery-and-recovery.md", "History:Durable=true");
        var after = Json(await _shell.RunAsync(again, restarted));

        Assert.Equal(Position(before), Position(after));
        Assert.True(after.GetProperty("repeated").GetBoolean());
    }

    [Fact]
    public async Task Presence_is_answered()
    {
        await using var server = await _shell.StartServerAsync("docs/presence.md", "Rules:0:Presence=true");
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("room.1");
        await client.SendAsync(DocumentBlock.Code("docs/presence.md", "\"type\": \"presence\""));

        var answer = await client.ReceiveJsonAsync();
        while (answer.GetProperty("type").GetString() != "presence")
            answer = await client.ReceiveJsonAsync();

        Assert.Equal((2, 1), (answer.GetProperty("id").GetInt32(), answer.GetProperty("total").GetInt32()));
    }

    [ToolFact("curl")]
    public async Task A_token_opens_the_topics_of_its_user()
    {
        string[] lines = DocumentBlock.Containing("docs/tokens-and-rules.md", "sh", "token --user ann").Split('\n');
        Assert.EndsWith("&", lines[3], StringComparison.Ordinal);
        var printed = (await _shell.RunAsync(
            DocumentedShell.WithBuiltServer(string.Join('\n', lines[..3])) + "\nenv | grep '^WsActors__'; echo \"TOKEN=$TOKEN\"")).Split('\n');
        await using var server = await RunningServer.StartUnderAsync(["env", .. printed]);

        await using var stream = _shell.Start($"{printed[^1]}\n{lines[4]}", server);

        Assert.Equal("event: subscribed", await stream.NextLineAsync());
    }

    [ToolFact("openssl")]
    public async Task A_certificate_of_this_machine_serves_https()
    {
        await _shell.RunAsync(DocumentBlock.Containing("docs/deploying.md", "sh", "openssl req"));
        await using var server = await _shell.StartServerAsync("docs/deploying.md", "Certificates:0:Path=cert.pem");

        Assert.Equal("alive", await _shell.RunAsync(DocumentBlock.Code("docs/deploying.md", "curl --cacert"), server));
    }

    [ToolFact("curl")]
    public async Task The_key_is_read_from_the_environment_file()
    {
        var key = await _shell.RunAsync(DocumentBlock.Containing("docs/deploying.md", "sh", "docker compose up").Split('\n')[0] + "; sed s/.*=// .env");
        await using var server = await _shell.StartServerAsync($"--WsActors:Admin:ApiKeys:0={key}");

        var answer = Json(await _shell.RunAsync(DocumentBlock.Containing("docs/deploying.md", "sh", "X-API-Key"), server));

        Assert.Equal("news", answer.GetProperty("topic").GetString());
    }

    [ToolFact("curl")]
    public async Task A_fault_is_injected_listed_and_ended()
    {
        await using var server = await _shell.StartServerAsync("docs/fault-injection.md", "FaultInjection:Enabled=true");
        var lines = DocumentBlock.Containing("docs/fault-injection.md", "sh", "api/faults").Split('\n');

        var injected = Json(await _shell.RunAsync(lines[0], server));
        var listed = Json(await _shell.RunAsync(lines[1], server));
        var ended = Json(await _shell.RunAsync(lines[2], server));

        var fault = injected.GetProperty("id").GetString();
        Assert.Equal(fault, Assert.Single(listed.GetProperty("faults").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(fault, Assert.Single(ended.GetProperty("faults").EnumerateArray()).GetProperty("id").GetString());
    }

    [ToolFact("curl")]
    public async Task The_frames_of_a_client_are_shown()
    {
        await using var server = await _shell.StartServerAsync();
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        await using var tap = _shell.Start($"ID={client.Id}\n{DocumentBlock.Containing("docs/admin-api.md", "sh", "opcode=text,close")}", server);
        Assert.Equal("event: tap", await tap.NextLineAsync());
        await client.SubscribeAsync("orders.42");

        string? line;
        do
            line = await tap.NextLineAsync();
        while (line != "event: frame");
        Assert.Contains("\"topics\":[\"orders.42\"]", await tap.NextLineAsync(), StringComparison.Ordinal);
    }

    [ToolFact("curl")]
    public async Task What_a_client_sends_is_saved()
    {
        await using var server = await _shell.StartServerAsync();
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        var saved = Path.Combine(_shell.Folder, "client.sse");

        await using var tap = _shell.Start($"ID={client.Id}\n{DocumentBlock.Containing("docs/admin-api.md", "sh", "> client.sse")}", server);
        await Eventually.HoldsAsync(async () => Assert.Contains("event: tap", await File.ReadAllTextAsync(saved), StringComparison.Ordinal));
        await client.SubscribeAsync("orders.42");

        await Eventually.HoldsAsync(async () => Assert.Contains("orders.42", await File.ReadAllTextAsync(saved), StringComparison.Ordinal));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static (string?, long) Position(JsonElement answer) =>
        (answer.GetProperty("epoch").GetString(), answer.GetProperty("offset").GetInt64());
}
