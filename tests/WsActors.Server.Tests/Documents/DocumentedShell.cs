namespace WsActors.Server.Tests.Documents;

/// <summary>A folder in which a test runs what a document tells its readers to type.</summary>
internal sealed class DocumentedShell : IDisposable
{
    private const string StartOfServer = "dotnet run --project src/WsActors.Server";

    /// <summary>The working directory of everything that runs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("documents-").FullName;

    /// <summary>Starts a server with the settings of the block that starts one and contains a text; the ports are free ones.</summary>
    public async Task<RunningServer> StartServerAsync(string document, string text)
    {
        var block = DocumentBlock.Containing(document, "sh", text);
        Assert.Contains(StartOfServer, block, StringComparison.Ordinal);

        // The shell itself splits the line into arguments; "dotnet" prints them instead of running.
        var printed = await RunAsync($$"""dotnet() { printf '%s\n' "$@"; }{{"\n"}}{{block}}""");
        return await StartServerAsync([.. printed.Split('\n').SkipWhile(argument => argument != "--").Skip(1)]);
    }

    /// <summary>Starts a server in the folder.</summary>
    public Task<RunningServer> StartServerAsync(params string[] arguments) => RunningServer.StartUnderAsync(["env", "-C", Folder], arguments);

    /// <summary>Runs a block with the addresses of a server in place of the default ones.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public Task<string> RunAsync(string block, RunningServer server) => RunAsync(On(server, block));

    /// <returns>What it wrote to standard output.</returns>
    public Task<string> RunAsync(string script) => ChildProcess.RunAsync("env", "-C", Folder, "bash", "-ec", script);

    /// <summary>Starts a block that does not end by itself.</summary>
    public ChildProcess Start(string block, RunningServer server) => ChildProcess.Start("env", "-C", Folder, "bash", "-ec", On(server, block));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Replaces the source of the server by the program that was built from it.</summary>
    public static string WithBuiltServer(string block) =>
        block.Replace($"{StartOfServer} --", $"dotnet {RunningServer.ServerPath}", StringComparison.Ordinal);

    private static string On(RunningServer server, string block) => block
        .Replace("localhost:8080", $"localhost:{server.PushUri.Port}", StringComparison.Ordinal)
        .Replace("localhost:8081", $"localhost:{server.AdminUri.Port}", StringComparison.Ordinal);
}
