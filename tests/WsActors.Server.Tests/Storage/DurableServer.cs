namespace WsActors.Server.Tests.Storage;

/// <summary>The real server with durable topics "durable.*" and other topics that keep history too.</summary>
internal static class DurableServer
{
    public const string Topic = "durable.news";

    public static Task<RunningServer> StartAsync(string directory, params string[] more) => RunningServer.StartAsync(Settings(directory, more));

    public static string[] Settings(string directory, params string[] more) =>
    [
        $"--WsActors:Storage:Directory={directory}",
        "--WsActors:Topics:Rules:0:Match=durable.*",
        "--WsActors:Topics:Rules:0:History:Durable=true",
        "--WsActors:Topics:Rules:0:History:Messages=100000",
        "--WsActors:Topics:Rules:0:History:Bytes=100000000",
        "--WsActors:Topics:Rules:1:Match=*",
        "--WsActors:Topics:Rules:1:History:Messages=100",
        .. more,
    ];
}
