namespace WsActors.LoadTest.Server;

/// <summary>A server that cannot be looked into.</summary>
internal sealed class NoProbe : IServerProbe
{
    public string Source => "unknown";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task<ServerFigures?> ReadAsync() => Task.FromResult<ServerFigures?>(null);
}
