using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.Clustering;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>The console of a cluster in a real browser.</summary>
[Trait("Speed", "Slow")]
public sealed class ClusterViewTests
{
    private const string Tab = "console";

    [ChromiumFact]
    public async Task Nodes_and_their_buckets_are_shown_and_a_node_that_dies_is_seen()
    {
        var servers = await ClusterServers.StartThreeAsync("--WsActors:Topics:StatsInterval=00:00:00.1");
        await using var first = servers[0];
        await using (servers[1])
        await using (servers[2])
        {
            using var client = await TestClient.OpenAsync(servers[1].PushUri, "/topics/news");
            var dying = await AddressOfAsync(servers[2]);
            await using var browser = await Chromium.StartAsync();
            await browser.OpenAsync(Tab, new Uri(first.AdminUri, "/#/cluster").AbsoluteUri);

            await browser.WaitUntilAsync(Tab, "document.querySelectorAll('[aria-label=Nodes] tbody .state.ready').length === 3");
            await browser.WaitUntilAsync(Tab, $"[...document.querySelectorAll('[aria-label=Nodes] tbody tr')].some(row => row.textContent.startsWith('{await AddressOfAsync(servers[1])}') && row.querySelector('[data-name=Connections]').textContent === '1')");
            Assert.Equal("1", await browser.ReadAsync(Tab, "String([...document.querySelectorAll('[aria-label=Nodes] tbody tr')].filter(row => row.textContent.includes('(this one)')).length)"));
            Assert.Equal("0", await browser.ReadAsync(Tab, "String(document.querySelectorAll('[aria-label=Buckets] tr').length)"));
            await browser.RunInPageAsync(Tab, "document.querySelector('details').open = true");
            await browser.WaitUntilAsync(Tab, $"document.querySelectorAll('[aria-label=Buckets] tbody .state.ready').length > 0 && document.querySelector('[aria-label=Buckets]').textContent.includes('{dying}')");
            Assert.Empty(await browser.AuditAsync(Tab));

            await servers[2].SignalAsync("KILL");

            await browser.WaitUntilAsync(Tab, "document.querySelector('[aria-label=Nodes] tbody .state.failed')?.textContent.endsWith('unreachable')");
            await browser.WaitUntilAsync(Tab, $"document.querySelectorAll('[aria-label=Nodes] tbody .state.ready').length === 2 && !document.querySelector('main').textContent.includes('{dying}')");
        }
    }

    private static async Task<string> AddressOfAsync(RunningServer server)
    {
        using var admin = new AdminClient(server.AdminUri);
        return (await admin.GetAsync("/api/cluster")).Json.GetProperty("self").GetString()!;
    }
}
