using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Examples;

/// <summary>The examples of docs/examples in a real browser: the tests do what their users do.</summary>
[Trait("Speed", "Slow")]
public sealed class ExampleTests
{
    private const string Tab = "page";

    [ChromiumFact]
    public async Task Prices_are_shown_and_change_also_after_the_server_was_killed()
    {
        await using var site = await ExampleSite.StartAsync("prices");
        await using var browser = await OpenAsync(site);
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('td').length === 10");
        await ExpectChangeAsync(browser);
        Assert.Contains("\"delivery\":\"Latest\"", (await site.Admin.GetAsync("/api/topics/prices")).Body, StringComparison.Ordinal);

        await site.KillServerAsync();
        await browser.WaitUntilAsync(Tab, "document.querySelector('#connection').textContent !== 'connected'");
        await site.ReadServerAsync();
        await browser.WaitUntilAsync(Tab, "document.querySelector('#connection').textContent === 'connected'");
        await ExpectChangeAsync(browser);
    }

    [ChromiumFact]
    public async Task Chat_shows_members_and_messages_also_those_from_before_and_those_that_waited_for_a_connection()
    {
        await using var site = await ExampleSite.StartAsync("chat");
        await using var ann = await OpenAsync(site);
        await EnterAsync(ann, "Ann");
        await ExpectAsync(ann, "#members", "Here: Ann");
        await SayAsync(ann, "hello <b>all</b>");
        await ExpectAsync(ann, "#lines", "Annhello <b>all</b>");
        await using (var bob = await OpenAsync(site))
        {
            await EnterAsync(bob, "Bob");
            await ExpectAsync(bob, "#members", "Here: Ann, Bob");
            await ExpectAsync(ann, "#members", "Here: Ann, Bob");
            await SayAsync(bob, "hello Ann");
            await ExpectAsync(bob, "#lines", "Annhello <b>all</b>Bobhello Ann");
            await ExpectAsync(ann, "#lines", "Annhello <b>all</b>Bobhello Ann");
        }

        await ExpectAsync(ann, "#members", "Here: Ann");
        await site.KillServerAsync();
        await ann.WaitUntilAsync(Tab, "document.querySelector('#notice').textContent.endsWith('…')");
        await SayAsync(ann, "are you back?");
        await site.ReadServerAsync();

        // The history was in memory, so the log begins anew.
        await ExpectAsync(ann, "#lines", "Annare you back?");
    }

    [ChromiumFact]
    public async Task Orders_arrive_once_and_in_order_over_kills_and_a_reload()
    {
        await using var site = await ExampleSite.StartAsync("orders");
        await using var browser = await OpenAsync(site);
        var expected = new List<string>();
        foreach (var product in (string[])["Coffee", "Tea", "Water"])
            await OrderAsync(product);

        for (var round = 0; round < 2; round++)
        {
            await site.KillServerAsync();
            await browser.WaitUntilAsync(Tab, "!document.querySelector('#state').hasAttribute('data-live')");
            await ClickAsync(browser, "Tea");
            await site.ReadServerAsync();
            await ExpectOrdersAsync("Tea");
            await OrderAsync("Coffee");
        }

        await browser.ReloadAsync(Tab);
        await ExpectOrdersAsync();
        await browser.WaitUntilAsync(Tab, $"new Set([...document.querySelectorAll('li')].map(li => li.textContent)).size === {expected.Count}");

        async Task OrderAsync(string product)
        {
            await ClickAsync(browser, product);
            await ExpectOrdersAsync(product);
        }

        async Task ExpectOrdersAsync(params string[] more)
        {
            expected.AddRange(more);
            await browser.WaitUntilAsync(
                Tab, $"[...document.querySelectorAll('li')].map(li => li.textContent.split(' ')[0]).join() === '{string.Join(',', expected)}'");
        }
    }

    [ChromiumFact]
    public async Task An_answer_continues_after_a_reload_and_on_a_second_device_and_ends_when_it_is_stopped()
    {
        await using var site = await ExampleSite.StartAsync("answer");
        await using var first = await OpenAsync(site);
        await using var second = await Chromium.StartAsync();
        await first.RunAsync(Tab, "document.querySelector('input').value = 'why?'; document.querySelector('form').requestSubmit();");
        await first.WaitUntilAsync(Tab, "document.querySelector('#text').textContent.includes('A stream of words')");
        await first.ReloadAsync(Tab);
        await first.WaitUntilAsync(Tab, "document.querySelector('#text').textContent.includes('A stream of words is like any topic. Each word is')");

        var address = await first.ReadAsync(Tab, "location.href");
        await second.OpenAsync(Tab, address);
        await second.WaitUntilAsync(Tab, "!document.querySelector('#stop').hidden && document.querySelector('#text').textContent.includes('gets the text so far')");
        await second.RunAsync(Tab, "document.querySelector('#stop').click()");
        await ExpectAsync(second, "#end", "stopped");
        await ExpectAsync(first, "#end", "stopped");

        var text = await first.ReadAsync(Tab, "document.querySelector('#text').textContent");
        Assert.StartsWith("You asked: “why?”. A stream of words is like any topic. Each word is a publication", text, StringComparison.Ordinal);
        Assert.Equal(text, await second.ReadAsync(Tab, "document.querySelector('#text').textContent"));
        await first.ReloadAsync(Tab);
        await ExpectAsync(first, "#end", "stopped");
        Assert.Equal(text, await first.ReadAsync(Tab, "document.querySelector('#text').textContent"));
    }

    [ChromiumFact]
    public async Task Votes_are_counted_in_every_tab_also_after_a_reload_a_kill_and_with_the_next_token()
    {
        await using var site = await ExampleSite.StartAsync("vote", "--WsActors:Tokens:RefreshBefore=00:00:38");
        await using var browser = await OpenAsync(site);
        await browser.OpenAsync("other", site.Page);
        await browser.WaitUntilAsync("other", Counts(0, 0));
        await browser.RunAsync(Tab, "document.querySelector('#tabs button').click()");
        foreach (var tab in (string[])[Tab, "other"])
            await browser.WaitUntilAsync(tab, Counts(1, 0));
        await browser.ReloadAsync(Tab);
        await browser.WaitUntilAsync(Tab, Counts(1, 0));
        await browser.WaitUntilAsync("other", "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/token')).length > 1");

        await site.KillServerAsync();
        await site.ReadServerAsync();
        await site.Admin.ExpectSubscribersAsync("votes", 2);
        await browser.RunAsync("other", "document.querySelector('#spaces button').click()");
        foreach (var tab in (string[])[Tab, "other"])
            await browser.WaitUntilAsync(tab, Counts(1, 1));

        static string Counts(int tabs, int spaces) =>
            $"document.querySelector('#tabs output').textContent === '{tabs}' && document.querySelector('#spaces output').textContent === '{spaces}'";
    }

    private static async Task<Chromium> OpenAsync(ExampleSite site)
    {
        var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, site.Page);
        return browser;
    }

    private static async Task ExpectChangeAsync(Chromium browser)
    {
        await browser.RunAsync(Tab, "window.before = document.querySelector('table').textContent");
        await browser.WaitUntilAsync(Tab, "document.querySelector('table').textContent !== window.before");
    }

    private static Task EnterAsync(Chromium browser, string user) =>
        browser.RunAsync(Tab, $"document.querySelector('#enter input').value = '{user}'; document.querySelector('#enter').requestSubmit();");

    private static Task SayAsync(Chromium browser, string text) =>
        browser.RunAsync(Tab, $"document.querySelector('#say input').value = '{text}'; document.querySelector('#say').requestSubmit();");

    private static Task ClickAsync(Chromium browser, string button) =>
        browser.RunAsync(Tab, $"[...document.querySelectorAll('button')].find(({{ textContent }}) => textContent === '{button}').click()");

    private static Task ExpectAsync(Chromium browser, string selector, string text) =>
        browser.WaitUntilAsync(Tab, $"document.querySelector('{selector}').textContent === '{text}'");
}
