using System.Text.RegularExpressions;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Examples;

/// <summary>An example of docs/examples, started by its command, on free ports and with a folder of its own.</summary>
internal sealed partial class ExampleSite : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _folder;
    private int _serverId;

    private ExampleSite(ChildProcess process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>The address of the page.</summary>
    public string Page { get; private set; } = string.Empty;

    public AdminClient Admin { get; private set; } = null!;

    /// <param name="example">The name of its folder.</param>
    /// <param name="settings">Settings of the push server.</param>
    public static async Task<ExampleSite> StartAsync(string example, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("wsactors-example-").FullName;
        var process = ChildProcess.Start(
            "env",
            [
                $"TMPDIR={folder}",
                "PORT=0",
                $"WSACTORS_SERVER={RunningServer.ServerPath}",
                "node",
                Path.Combine(ClientTools.Repository, "docs", "examples", "run.mjs"),
                example,
                "--WsActors:Push:Port=0",
                "--WsActors:Admin:Port=0",
                "--WsActors:Push:WarmUp=false",
                .. settings,
            ]);
        var site = new ExampleSite(process, folder);
        await site.ReadServerAsync();
        site.Page = (await site.NextAsync(PageAddress())).Groups[1].Value;
        return site;
    }

    /// <summary>Ends the push server as <c>kill -9</c> does; it is started again.</summary>
    public async Task KillServerAsync()
    {
        await ChildProcess.RunAsync("kill", "-9", $"{_serverId}");
        await NextAsync(ServerEnd());
    }

    /// <summary>Waits until the push server listens again.</summary>
    public async Task ReadServerAsync()
    {
        _serverId = int.Parse((await NextAsync(ServerStart())).Groups[1].Value);
        Admin?.Dispose();
        Admin = new AdminClient(new Uri((await NextAsync(AdminAddress())).Groups[1].Value));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Admin?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Match> NextAsync(Regex wanted)
    {
        while (true)
        {
            if (wanted.Match(await _process.NextLineAsync()) is { Success: true } match)
                return match;
        }
    }

    [GeneratedRegex(@"^The push server is process (\d+)\.")]
    private static partial Regex ServerStart();

    [GeneratedRegex("^The push server has ended")]
    private static partial Regex ServerEnd();

    [GeneratedRegex("""Admin API on (https?://[^\s/"]+)""")]
    private static partial Regex AdminAddress();

    [GeneratedRegex(@"^Open (http\S+)")]
    private static partial Regex PageAddress();
}
