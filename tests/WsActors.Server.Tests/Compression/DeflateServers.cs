namespace WsActors.Server.Tests.Compression;

/// <summary>Two servers: one as it comes, and one that keeps contexts on both sides.</summary>
public sealed class DeflateServers : IAsyncLifetime
{
    private RunningServer? _default;
    private RunningServer? _keeping;

    public static string SomeJson { get; } =
        "[" + string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{"symbol":"S{{i}}","price":{{i * 7 % 100}}}""")) + "]";

    /// <summary>The push address of one of them.</summary>
    public Uri Push(bool keepsContext, string path) => new((keepsContext ? _keeping : _default)!.PushUri, path);

    public Uri Admin(bool keepsContext) => (keepsContext ? _keeping : _default)!.AdminUri;

    public async Task InitializeAsync()
    {
        _default = await RunningServer.StartAsync();
        _keeping = await RunningServer.StartAsync(
            "--WsActors:Push:Compression:ServerContextTakeover=true", "--WsActors:Push:Compression:ClientContextTakeover=true");
    }

    public async Task DisposeAsync()
    {
        if (_default is not null)
            await _default.DisposeAsync();
        if (_keeping is not null)
            await _keeping.DisposeAsync();
    }
}
