using System.Text.Json;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>The console as an operator uses it in a real browser, under its own content security policy.</summary>
[Trait("Speed", "Slow")]
public sealed class ConsolePageTests(ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Tab = "console";
    private const string Live = "document.querySelector('.status .state')?.textContent === 'live'";

    // Each is the whole of a view, without what it loads later.
    private static readonly (string Address, string Condition)[] Views =
    [
        ("#/", "document.querySelector('.charts')?.dataset.rows >= 3 && document.querySelectorAll('.plot canvas').length === 11"),
        ("#/topics", "document.querySelector('tbody tr')"),
        ("#/topics/audit.a", "document.querySelector('.facts')"),
        ("#/connections", "document.querySelector('tbody tr')"),
        ("#/ended", "document.querySelector('tbody tr')"),
        ("#/explain?user=4711&topic=audit.a", "document.querySelector('.notice h2')"),
        ("#/heaviest", "document.querySelector('form.filters ~ p')"),
        ("#/publish?topic=audit.a", "document.querySelector('textarea')"),
        ("#/node", "document.querySelector('button.danger')"),
    ];

    [ChromiumFact]
    public async Task An_operator_is_asked_for_the_key_once_per_tab()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, server.AdminUri.AbsoluteUri);
        await browser.WaitUntilAsync(Tab, "document.querySelector('input[name=key]')");

        await GiveKeyAsync(browser, "not-a-key-of-this-node");
        await browser.WaitUntilAsync(Tab, "document.querySelector('#key-fault').textContent === 'The node does not accept this key.'");
        await GiveKeyAsync(browser, ConsoleServer.Key);
        await browser.WaitUntilAsync(Tab, Live);

        await browser.ReloadAsync(Tab);
        await browser.WaitUntilAsync(Tab, Live);
        Assert.DoesNotContain(browser.Complaints(Tab), text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task The_charts_follow_the_nodes_figures()
    {
        using var subscriber = await TestClient.OpenAsync(server.PushUri, "/topics/chart");
        await using var browser = await OpenAsync("#/");
        await browser.WaitUntilAsync(Tab, Views[0].Condition);

        for (var i = 0; i < 5; i++)
            await server.Admin.PublishAsync("chart", "x");

        await browser.WaitUntilAsync(Tab, "[...document.querySelectorAll('.chart')].some(each => each.textContent.startsWith('Connections') && !each.querySelector('.large').textContent.startsWith('0'))");
        await browser.WaitUntilAsync(Tab, "/[1-9]/.test([...document.querySelectorAll('.facts div')].find(each => each.textContent.startsWith('Deliveries')).textContent)");

        // The first page of the tab, on which the key was set, has no icon.
        Assert.All(browser.Complaints(Tab), text => Assert.StartsWith("Failed to load resource: ", text, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Connections_are_listed_page_by_page_and_one_is_shown_and_disconnected()
    {
        var clients = new List<TestClient>();
        for (var i = 0; i < 60; i++)
            clients.Add(await TestClient.OpenAsync(server.PushUri, "/topics/listed"));
        await server.Admin.ExpectSubscribersAsync("listed", 60);
        await using var browser = await OpenAsync("#/connections?topic=listed");
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('tbody tr').length === 50");

        await ClickAsync(browser, ".pager button:last-child");
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('tbody tr').length === 10 && document.querySelector('.pager').textContent.includes('Page 2')");
        await ClickAsync(browser, "tbody a");
        await browser.WaitUntilAsync(Tab, "document.querySelector('.plain a')?.textContent === 'listed' && document.querySelector('.facts').textContent.includes('open')");
        await ClickAsync(browser, ".head button.danger");
        await browser.WaitUntilAsync(Tab, "document.querySelector('dialog[open]')");
        await ClickAsync(browser, "dialog button.danger");

        await browser.WaitUntilAsync(Tab, "document.querySelector('.fault')?.textContent.startsWith('The connection has ended')");
        await server.Admin.ExpectSubscribersAsync("listed", 59);
        clients.ForEach(client => client.Dispose());
    }

    [ChromiumFact]
    public async Task The_frames_of_a_connection_are_watched_filtered_and_exported()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await using var browser = await OpenAsync($"#/connections/{client.Id}");
        await browser.WaitUntilAsync(Tab, "document.querySelector('.head button.second')?.textContent === 'Tap'");
        await browser.RunInPageAsync(Tab, "(make => (URL.createObjectURL = (blob) => (blob.text().then((text) => (window.exported = text)), make.call(URL, blob))))(URL.createObjectURL)");
        await ClickAsync(browser, ".head button.second");
        await browser.WaitUntilAsync(Tab, "document.querySelector('[aria-labelledby=tap-title] .state')?.textContent === 'live'");

        await client.SubscribeAsync("watched");
        await server.Admin.PublishAsync("watched", "żółw");
        await client.ReceiveJsonAsync();
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('[aria-labelledby=tap-title] tbody tr').length === 3 && document.querySelector('[aria-labelledby=tap-title] tbody .payload').textContent.includes('żółw')");
        Assert.Empty(await browser.AuditAsync(Tab));

        await browser.RunInPageAsync(Tab, "(each => (each.value = 'in', each.dispatchEvent(new Event('change', { bubbles: true }))))(document.querySelector('[aria-labelledby=tap-title] select'))");
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('[aria-labelledby=tap-title] tbody tr').length === 1 && document.querySelector('[aria-labelledby=tap-title] tbody').textContent.includes('subscribe')");

        // Paused, the table stays, and frames are still collected.
        await ClickAsync(browser, "[aria-labelledby=tap-title] .head button:nth-of-type(1)");
        await browser.WaitUntilAsync(Tab, "document.querySelector('[aria-labelledby=tap-title] .head button').textContent === 'Continue'");
        await client.ExpectPongAsync();
        await browser.WaitUntilAsync(Tab, "document.querySelector('[aria-labelledby=tap-title] > .quiet').textContent.startsWith('5 frames') && document.querySelectorAll('[aria-labelledby=tap-title] tbody tr').length === 1");
        await ClickAsync(browser, "[aria-labelledby=tap-title] .head button:nth-of-type(1)");
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('[aria-labelledby=tap-title] tbody tr').length === 2");

        await ClickAsync(browser, "[aria-labelledby=tap-title] .head button:nth-of-type(3)");
        await browser.WaitUntilAsync(Tab, "window.exported && window.exported.trim().split('\\n').map(JSON.parse).length === 6");
        Assert.Equal("json subscribe", await browser.ReadAsync(
            Tab, "(lines => `${lines[0].protocol} ${JSON.parse(lines[1].payload).type}`)(window.exported.trim().split('\\n').map((line) => JSON.parse(line)))"));
        await ClickAsync(browser, "[aria-labelledby=tap-title] .head button:nth-of-type(2)");
        await browser.WaitUntilAsync(Tab, "!document.querySelector('[aria-labelledby=tap-title] tbody') && document.querySelector('[aria-labelledby=tap-title] > .quiet').textContent === '0 frames'");

        client.Dispose();
        await browser.WaitUntilAsync(Tab, "document.querySelector('[aria-labelledby=tap-title] .state').textContent === 'the connection has ended'");
        Assert.All(browser.Complaints(Tab), text => Assert.StartsWith("Failed to load resource: ", text, StringComparison.Ordinal));
    }

    // Three clicks, and the name of the topic.
    [ChromiumFact]
    public async Task From_a_user_who_gets_nothing_to_the_cause()
    {
        using var issuer = new TestIssuer();
        await using var node = await RunningServer.StartAsync([.. TokenServer.Keys(issuer)]);
        using var client = await TestClient.OpenJsonAsync(node.PushUri, "Authorization", $"Bearer {TestIssuer.For("4711")}");
        await client.ReceiveWelcomeAsync();
        await client.SubscribeAsync("orders.43");
        using var admin = new AdminClient(node.AdminUri);
        await admin.PublishAsync("orders.42", "x");
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, new Uri(node.AdminUri, "/#/connections?user=4711").AbsoluteUri);
        await browser.WaitUntilAsync(Tab, "document.querySelector('tbody tr') && document.querySelector('.head a')");

        await ClickAsync(browser, ".head a");
        await browser.WaitUntilAsync(Tab, "document.querySelector('input[name=user]')?.value === '4711'");
        await TypeAsync(browser, "input[name=topic]", "orders.42");
        await ClickAsync(browser, "form button");

        await browser.WaitUntilAsync(Tab, "document.querySelector('.notice code')?.textContent === 'not_subscribed' && [...document.querySelectorAll('dd a')].some(each => each.textContent === 'orders.43')");
        await ClickAsync(browser, "dd a");
        await browser.WaitUntilAsync(Tab, "document.querySelector('h1')?.textContent === 'Connection' && document.querySelector('.facts')");
        client.Dispose();
        await browser.WaitUntilAsync(Tab, "document.querySelector('.fault a')");
        await ClickAsync(browser, ".fault a");
        await browser.WaitUntilAsync(Tab, "document.querySelector('h1')?.textContent === 'Ended connections' && document.querySelector('tbody tr')?.textContent.includes('4711')");
    }

    [ChromiumFact]
    public async Task A_message_is_published_and_a_text_that_is_no_JSON_is_not()
    {
        await using var browser = await OpenAsync("#/publish?topic=written");
        await browser.WaitUntilAsync(Tab, "document.querySelector('textarea')");

        await TypeAsync(browser, "textarea", "{\"goal\":");
        await browser.WaitUntilAsync(Tab, "document.querySelector('#data-fault').textContent.startsWith('Not JSON')");
        await TypeAsync(browser, "textarea", "{\"goal\":\"2:1\"}");
        await browser.WaitUntilAsync(Tab, "!document.querySelector('#data-fault').textContent");
        await ClickAsync(browser, "form.publish button");
        await browser.WaitUntilAsync(Tab, "document.querySelector('[role=status] h2')?.textContent === 'Published to written'");

        await browser.RunInPageAsync(Tab, "location.hash = '#/topics/written'");
        await browser.WaitUntilAsync(Tab, "document.querySelector('section .head button')");
        await ClickAsync(browser, "section .head button");
        await browser.WaitUntilAsync(Tab, """document.querySelector('.messages code')?.textContent === '{"goal":"2:1"}'""");
    }

    [ChromiumFact]
    public async Task Keys_change_the_view_and_reach_the_search()
    {
        await using var browser = await OpenAsync("#/");

        await PressAsync(browser, "2");
        await browser.WaitUntilAsync(Tab, "document.querySelector('h1')?.textContent === 'Topics' && document.title.startsWith('Topics')");
        await PressAsync(browser, "/");
        await browser.WaitUntilAsync(Tab, "document.activeElement.matches('[data-search]')");
        await TypeAsync(browser, "[data-search]", "keys.");
        await browser.WaitUntilAsync(Tab, "location.hash === '#/topics?prefix=keys.'");
    }

    [ChromiumTheory]
    [InlineData("dark", 1280)]
    [InlineData("light", 1280)]
    [InlineData("dark", 360)]
    [InlineData("light", 360)]
    public async Task Nothing_keeps_anyone_from_using_it(string scheme, int width)
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/audit.a");
        (await TestClient.OpenAsync(server.PushUri, "/topics/audit.a")).Dispose();
        await server.Admin.PublishAsync("audit.a", "x");
        await using var browser = await OpenAsync("#/");
        await browser.ShowAsync(Tab, scheme, width);

        foreach (var (address, condition) in Views)
        {
            await browser.RunInPageAsync(Tab, $"location.hash = '{address}'");
            await browser.WaitUntilAsync(Tab, condition);
            Assert.Empty(await browser.AuditAsync(Tab));
            Assert.Equal("true", await browser.ReadAsync(Tab, "String(document.documentElement.scrollWidth <= innerWidth)"));
        }
    }

    [ChromiumFact]
    public async Task A_drain_shows_how_many_are_left()
    {
        await using var drained = await RunningServer.StartAsync("--WsActors:Drain:Spread=00:00:05", "--WsActors:Drain:Timeout=00:00:20");
        using var client = await TestClient.OpenJsonAsync(drained.PushUri);
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, new Uri(drained.AdminUri, "/#/node").AbsoluteUri);
        await browser.WaitUntilAsync(Tab, "document.querySelector('.head button.danger')");

        await ClickAsync(browser, ".head button.danger");
        await browser.WaitUntilAsync(Tab, "document.querySelector('dialog[open] input')");
        await ClickAsync(browser, "dialog input");
        await ClickAsync(browser, "dialog button.danger");

        await browser.WaitUntilAsync(Tab, "document.querySelector('progress')");
        client.Dispose();
        await browser.WaitUntilAsync(Tab, "document.querySelector('.notice h2')?.textContent === 'Drained' && document.querySelector('.facts').textContent.includes('drained') && document.querySelector('.notice p').textContent.startsWith('0 of ')");
    }

    [ChromiumTheory]
    [InlineData("dark", 1280)]
    [InlineData("light", 360)]
    public async Task Faults_are_injected_seen_by_everyone_and_ended_at_once(string scheme, int width)
    {
        await using var tested = await RunningServer.StartAsync("--WsActors:FaultInjection:Enabled=true");
        using var admin = new AdminClient(tested.AdminUri);
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, new Uri(tested.AdminUri, "/#/faults").AbsoluteUri);
        await browser.ShowAsync(Tab, scheme, width);
        await browser.WaitUntilAsync(Tab, "document.querySelector('.banner')?.textContent.includes('Fault injection is on.') && document.querySelector('form.publish')");
        Assert.Empty(await browser.AuditAsync(Tab));

        await ClickAsync(browser, "input[value=close]");
        await browser.WaitUntilAsync(Tab, "document.querySelector('input[name=code]')");
        await ClickAsync(browser, "input[value=user]");
        await browser.WaitUntilAsync(Tab, "document.querySelector('input[name=user]')");
        await TypeAsync(browser, "input[name=user]", "4711");
        await ClickAsync(browser, "form.publish button");
        await browser.WaitUntilAsync(Tab, "document.querySelector('tbody tr')?.textContent.includes('4711') && document.querySelector('.banner.active')?.textContent.includes('1 fault is injected')");
        Assert.Empty(await browser.AuditAsync(Tab));
        Assert.Equal("true", await browser.ReadAsync(Tab, "String(document.documentElement.scrollWidth <= innerWidth)"));
        var fault = Assert.Single((await admin.GetAsync("/api/faults")).Json.GetProperty("faults").EnumerateArray());
        Assert.Equal(("close", "4711", 4100), (fault.GetProperty("kind").GetString(), fault.GetProperty("cohort").GetProperty("user").GetString(), fault.GetProperty("closeCode").GetInt32()));

        await browser.RunInPageAsync(Tab, "location.hash = '#/topics'");
        await browser.WaitUntilAsync(Tab, "document.querySelector('h1')?.textContent === 'Topics'");
        await ClickAsync(browser, ".banner button");
        await browser.WaitUntilAsync(Tab, "!document.querySelector('.banner.active')");
        Assert.Empty((await admin.GetAsync("/api/faults")).Json.GetProperty("faults").EnumerateArray());
    }

    [ChromiumFact]
    public async Task A_node_for_real_clients_has_neither_the_banner_nor_the_view_of_faults()
    {
        await using var browser = await OpenAsync("#/faults");
        await browser.WaitUntilAsync(Tab, "document.querySelector('.notice')?.textContent.startsWith('This node injects no faults')");

        Assert.Equal("false", await browser.ReadAsync(Tab, "String(Boolean(document.querySelector('.banner') || [...document.querySelectorAll('nav a')].some(each => each.textContent.startsWith('Faults'))))"));
    }

    private async Task<Chromium> OpenAsync(string view)
    {
        var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, new Uri(server.AdminUri, "/console/console.css").AbsoluteUri);
        await browser.RunInPageAsync(Tab, $"sessionStorage.setItem('wsactors-api-key', '{ConsoleServer.Key}')");
        await browser.RunInPageAsync(Tab, $"setTimeout(() => location.href = '/{view}')");
        await browser.WaitUntilAsync(Tab, Live);
        return browser;
    }

    private static async Task GiveKeyAsync(Chromium browser, string key)
    {
        await TypeAsync(browser, "input[name=key]", key);
        await ClickAsync(browser, "form button");
    }

    private static Task TypeAsync(Chromium browser, string selector, string text) => browser.RunInPageAsync(
        Tab, $"(field => (field.value = {JsonSerializer.Serialize(text)}, field.dispatchEvent(new Event('input', {{ bubbles: true }}))))(document.querySelector('{selector}'))");

    private static Task ClickAsync(Chromium browser, string selector) =>
        browser.RunInPageAsync(Tab, $"document.querySelector('{selector}').click()");

    private static Task PressAsync(Chromium browser, string key) =>
        browser.RunInPageAsync(Tab, $"document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}))");
}
