using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>The real server as a process of its own; its topics keep all of their messages.</summary>
public sealed class RealServer : IAsyncLifetime
{
    private ServerProcess _server = null!;

    internal string Url => _server.Url;

    internal string Admin => _server.Admin;

    /// <summary>Few clients and a few seconds of what the scenario file does at length.</summary>
    internal static Scenario Lossless => ScenarioFile.Read("lossless") with
    {
        Connections = 40,
        Topics = 10,
        TopicsPerConnection = 3,
        Rate = 1000,
        Cuts = 20,
        Duration = TimeSpan.FromSeconds(2),
    };

    internal static Scenario Recovery => ScenarioFile.Read("recovery") with { Connections = 200, Topics = 10, Settle = TimeSpan.Zero };

    /// <summary>What starts it.</summary>
    /// <param name="settings">More of them.</param>
    internal static string Command(string settings = "") =>
        $"dotnet '{Path.Combine(AppContext.BaseDirectory, "WsActors.Server.dll")}' --WsActors:Topics:Rules:0:Match='load.*' " +
        $"--WsActors:Topics:Rules:0:History:Messages=100000 --WsActors:Topics:Rules:0:History:Bytes=100000000 {settings}";

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(Command());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    internal Task<RunReport> RunAsync(Scenario scenario) =>
        LoadRun.RunAsync(scenario with { Url = _server.Url, Admin = _server.Admin }, [_server.Id], (_, _) => new Trial.Silence());
}
