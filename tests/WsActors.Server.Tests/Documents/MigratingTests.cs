using System.Text.RegularExpressions;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Documents;

/// <summary>The pages of docs/migrating: their code after the migration works, and the measurement can be repeated.</summary>
[Trait("Speed", "Slow")]
public sealed class MigratingTests
{
    private const string Page = "from \"wsactors\"";
    private const string BackEnd = "localhost:8081";

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(ClientTools.Repository, "docs", "migrating"), "*.md")
            .Select(file => Path.GetRelativePath(ClientTools.Repository, file)),
    ];

    [TypeScriptTheory]
    [MemberData(nameof(Pages))]
    public async Task The_page_shows_what_the_back_end_publishes(string document)
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var client = await TypeScriptClient.StartAsync(TypeScriptClient.InNode, server.AdminUri);
        var lines = DocumentBlock.Containing(document, "js", Page).Split('\n');
        Assert.StartsWith("import {", lines[0], StringComparison.Ordinal);

        await client.RunAsync(
            $"""
            const [show, fetchToken, key] = [console.log, undefined, "none is needed"];
            const createClient = wsactors.createClient;
            {string.Join('\n', lines[1..]).Replace("/connect", $"{server.PushUri.AbsoluteUri}connect", StringComparison.Ordinal)}
            """);
        await admin.ExpectSubscribersAsync("news", 1);
        if (DocumentBlock.All(document, "js").FirstOrDefault(code => code.Contains(BackEnd, StringComparison.Ordinal)) is { } backEnd)
            await client.RunAsync($"{backEnd.Replace(BackEnd, server.AdminUri.Authority, StringComparison.Ordinal)}\npublish('hello');");
        else
            await admin.PublishAsync("news", "hello");

        Assert.Equal("hello", await client.NextLineAsync());
    }

    // The figures of this run are meaningless: it has few clients, is short, and runs beside other tests.
    [PollingFact]
    public async Task The_costs_of_polling_are_measured_by_the_command()
    {
        var command = DocumentBlock.Containing("docs/migrating/polling.md", "sh", "polling.sh").Trim();

        await using var process = ChildProcess.Start(
            "env", "-C", ClientTools.Repository, "CLIENTS=20", "INTERVAL=0.2", "SECONDS_OF_LOAD=2", "bash", "-ec", $"{command} '{RunningServer.ServerPath}'");

        // It waits for twenty seconds alone.
        Assert.Equal(0, await process.WaitForExitAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal(2, Regex.Count(process.Printed, @"(?m)^\| (polling every 0\.2 s|WsActors) (\| [\d.,]+( ms| %)? ){5}\|$"));
    }
}
