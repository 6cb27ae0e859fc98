using System.Net;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Demo;

/// <summary>The demo page is served on loopback only, and works in a real browser under its own content security policy.</summary>
[Trait("Speed", "Slow")]
public sealed class DemoTests
{
    private const string Tab = "demo";
    private const string Key = "0123456789abcdef";

    [Theory]
    [InlineData("/demo", "text/html")]
    [InlineData("/demo/demo.css", "text/css")]
    [InlineData("/demo/demo.js", "text/javascript")]
    [InlineData("/demo/wsactors.js", "text/javascript")]
    public async Task On_loopback_the_page_is_served(string path, string type)
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);

        var answer = await admin.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, $"{type}; charset=utf-8"), (answer.Status, answer.ContentType));
        Assert.DoesNotContain("{{", path == "/demo" ? answer.Body : string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_another_address_it_is_not_there()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Admin:Address=0.0.0.0", $"--WsActors:Admin:ApiKeys:0={Key}");
        using var admin = new AdminClient(new Uri($"http://127.0.0.1:{server.AdminUri.Port}"));

        foreach (var path in (string[])["/demo", "/demo/demo.js"])
        {
            var request = admin.Request(HttpMethod.Get, path);
            request.Headers.Add("X-API-Key", Key);
            (await admin.SendAsync(request)).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task With_API_keys_it_needs_one_like_everything_else()
    {
        await using var server = await RunningServer.StartAsync($"--WsActors:Admin:ApiKeys:0={Key}");
        using var admin = new AdminClient(server.AdminUri);

        (await admin.GetAsync("/demo")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Its_policy_permits_its_own_files_and_the_push_listener_only()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri($"http://localhost:{server.AdminUri.Port}/demo"));

        var push = $"localhost:{server.PushUri.Port}";
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + $"connect-src 'self' ws://{push} http://{push}",
            answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [ChromiumFact]
    public async Task A_developer_subscribes_publishes_and_sees_positions_gaps_and_what_was_missed()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Topics:Rules:0:Match=kept", "--WsActors:Topics:Rules:0:History:Messages=10");
        using var admin = new AdminClient(server.AdminUri);
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, new Uri(server.AdminUri, "/demo").AbsoluteUri);
        await browser.WaitUntilAsync(Tab, "document.querySelector('#connection')?.textContent === 'connected'");

        await SubmitAsync(browser, "subscribe", ("topic", "kept"));
        await browser.WaitUntilAsync(Tab, "document.querySelector('section .state')?.textContent === 'live'");
        await SubmitAsync(browser, "publish", ("topic", "kept"), ("data", "<b>first</b>"));
        await browser.WaitUntilAsync(Tab, "document.querySelector('.data')?.textContent === '\"<b>first</b>\"' && document.querySelector('.offset')?.textContent === '1'");
        await browser.WaitUntilAsync(Tab, "document.querySelector('output')?.textContent.endsWith('/1, subscribers: 1')");
        var position = await browser.ReadAsync(Tab, "document.querySelector('.position').textContent");
        Assert.EndsWith("/1", position, StringComparison.Ordinal);

        await ClickAsync(browser, ".pause");
        await admin.ExpectSubscribersAsync("kept", 0);
        for (var number = 2; number <= 14; number++)
            await admin.PublishAsync("kept", $"{number}");
        await ClickAsync(browser, ".pause");
        await browser.WaitUntilAsync(Tab, "document.querySelector('.offset')?.textContent === '14'");
        await browser.WaitUntilAsync(Tab, "document.querySelector('li.gap .data')?.textContent === 'gap: 3 missing, 2 to 4: not_kept'");
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('li').length === 12");

        await SubmitAsync(browser, "subscribe", ("topic", "kept"), ("from", "position"), ("since", position.Replace("/1", "/12", StringComparison.Ordinal)));
        await browser.WaitUntilAsync(Tab, "[...document.querySelectorAll('.offset')].map(({ textContent }) => textContent).join() === '14,13'");
        await SubmitAsync(browser, "subscribe", ("topic", "kept"), ("from", "start"));
        await browser.WaitUntilAsync(Tab, "document.querySelectorAll('li').length === 11 && document.querySelector('.offset')?.textContent === '14'");
        await ClickAsync(browser, ".remove");
        await admin.ExpectSubscribersAsync("kept", 0);
    }

    private static Task<string> SubmitAsync(Chromium browser, string form, params (string Name, string Value)[] fields)
    {
        var filled = string.Concat(fields.Select(field => $"document.forms.{form}.{field.Name}.value = {System.Text.Json.JsonSerializer.Serialize(field.Value)};"));
        return browser.ReadAsync(Tab, $"(() => {{ {filled} document.forms.{form}.requestSubmit(); return ''; }})()");
    }

    private static Task<string> ClickAsync(Chromium browser, string selector) =>
        browser.ReadAsync(Tab, $"(document.querySelector('{selector}').click(), '')");
}
