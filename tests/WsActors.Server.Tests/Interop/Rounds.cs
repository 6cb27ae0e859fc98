using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Interop;

/// <summary>Plays the round of a way when the first of its tests asks, and keeps what became of each client.</summary>
public sealed class Rounds : IAsyncLifetime
{
    private readonly Dictionary<Way, Task<IReadOnlyDictionary<string, Exception?>>> _played = [];

    private Venues Venues { get; set; } = null!;

    /// <summary>Fails with what went wrong with this client on this way.</summary>
    internal async Task ExpectPassedAsync(string client, Way way)
    {
        if (!_played.TryGetValue(way, out var round))
            round = _played[way] = PlayAsync(way);

        var fault = (await round)[client];
        Assert.True(fault is null, fault?.ToString());
    }

    public Task InitializeAsync()
    {
        Venues = new Venues();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Venues.DisposeAsync();

    private async Task<IReadOnlyDictionary<string, Exception?>> PlayAsync(Way way) =>
        await new Round(await Venues.OpenAsync(way), ClientsOn(way)).RunAsync();

    private Dictionary<string, Func<Place, Task<IInteropClient>>> ClientsOn(Way way)
    {
        var clients = new Dictionary<string, Func<Place, Task<IInteropClient>>>
        {
            [InteropClients.ChromiumWebSocket] = async place => new ScriptedClient(await TabAsync(InteropClients.ChromiumWebSocket, place)),
            [InteropClients.NpmWs] = place => Made(new ScriptedClient(ProcessDialogue.WithNode(place.Way, Venues.RootPath))),
            [InteropClients.DotNet] = _ => Made(new DotNetClient(Venues.Root)),
            [InteropClients.Python] = place => Made(new ScriptedClient(ProcessDialogue.WithPython(place.Way, Venues.RootPath))),
        };
        if (!way.IsCompressed)
        {
            clients.Add(InteropClients.EventSource, async place =>
                new ScriptedClient(await TabAsync(InteropClients.EventSource, place)) { IsEventSource = true });
            clients.Add(InteropClients.CurlStream, _ => Made(new CurlStreamClient(Venues.RootPath)));
            clients.Add(InteropClients.CurlPoll, _ => Made(new CurlPollClient(Venues.RootPath)));
        }

        return clients.Where(client => ClientTools.SkipReason(InteropClients.Missing(client.Key)) is null).ToDictionary();

        static Task<IInteropClient> Made(IInteropClient client) => Task.FromResult(client);
    }

    private async Task<TabDialogue> TabAsync(string client, Place place) =>
        await TabDialogue.OpenAsync(await Venues.BrowserAsync(client), place.Admin.Address);
}
