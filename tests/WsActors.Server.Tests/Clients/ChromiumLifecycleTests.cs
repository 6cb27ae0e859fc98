namespace WsActors.Server.Tests.Clients;

/// <summary>The package wsactors in tabs that the browser freezes, or keeps in its back/forward cache (rules 13 to 15 of our clients).</summary>
[Trait("Speed", "Slow")]
public sealed class ChromiumLifecycleTests
{
    private const string Tab = "page";
    private const int PerStep = 5;

    [TypeScriptFact]
    public async Task A_tab_that_was_frozen_shows_everything_once_and_in_order_when_it_goes_on()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var browser = await StartBrowserAsync(server);

        await PublishAsync(admin, 1);
        await SeesAsync(browser, PerStep);
        await browser.FreezeAsync(Tab);
        await PublishAsync(admin, 1 + PerStep);

        // As a proxy does with a connection that is silent for too long.
        foreach (var connection in await admin.ConnectionsOfAsync("news"))
            await admin.DeleteAsync($"/api/connections/{connection.GetProperty("id")}?code=4100");
        await PublishAsync(admin, 1 + (2 * PerStep));
        await browser.ThawAsync(Tab);

        await SeesAsync(browser, 3 * PerStep);
    }

    [TypeScriptFact]
    public async Task A_page_in_the_back_forward_cache_has_no_connection_and_continues_where_it_was()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var browser = await StartBrowserAsync(server);
        await PublishAsync(admin, 1);
        await SeesAsync(browser, PerStep);

        await browser.LeaveAsync(Tab);
        await admin.ExpectSubscribersAsync("news", 0);
        await PublishAsync(admin, 1 + PerStep);
        await browser.GoBackAsync(Tab);

        // A page that was loaded again would not have the first ones.
        await SeesAsync(browser, 2 * PerStep);
    }

    private static Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");

    // The page of a server, because pages without an address are not kept.
    private static async Task<Chromium> StartBrowserAsync(RunningServer server)
    {
        var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, Chromium.PlainPage(server.AdminUri));
        await TypeScriptClient.LoadAsync(browser, Tab);
        await browser.RunAsync(Tab, $$"""
            const client = wsactors.createClient("{{server.PushUri.AbsoluteUri}}connect", { minBackOff: 50, maxBackOff: 500 });
            const news = client.subscribe("news");
            news.on("state", (state) => state === "live" && (window.isLive = true));
            const seen = [];
            news.on("message", ({ data }) => seen.push(data));
            news.on("gap", ({ reason }) => seen.push(`gap ${reason}`));
            """);
        await browser.WaitUntilAsync(Tab, "window.isLive");
        return browser;
    }

    private static async Task PublishAsync(AdminClient admin, int first)
    {
        foreach (var number in Enumerable.Range(first, PerStep))
            await admin.PublishAsync("news", $"{number}");
    }

    // The console would not do: the browser repeats its lines when a page comes out of the cache.
    private static async Task SeesAsync(Chromium browser, int count)
    {
        await browser.WaitUntilAsync(Tab, $"seen.length >= {count}");
        Assert.Equal(string.Join(',', Enumerable.Range(1, count)), await browser.ReadAsync(Tab, "seen.join()"));
    }
}
