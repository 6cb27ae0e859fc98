using System.Net;
using System.Net.Http.Headers;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>The console's page and files, and the requests that need a key.</summary>
[Trait("Speed", "Slow")]
public sealed class ConsoleTests(ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string BrowsersAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task A_browser_without_a_key_gets_the_page_with_a_strict_policy()
    {
        using var answer = await GetAsync("/", BrowsersAccept);

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + $"connect-src 'self' ws://127.0.0.1:{server.PushUri.Port}",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("Accept", answer.Headers.Vary.Single());
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/html;q=0")]
    public async Task Other_clients_get_the_overview_and_need_a_key_as_before(string accept)
    {
        using var refused = await GetAsync("/", accept);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var overview = await server.Admin.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (overview.Status, overview.ContentType));
        Assert.StartsWith("WsActors admin listener", overview.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.js", "text/javascript")]
    [InlineData("console.css", "text/css")]
    [InlineData("wsactors.js", "text/javascript")]
    [InlineData("vendor/preact.js", "text/javascript")]
    [InlineData("vendor/uplot.css", "text/css")]
    [InlineData("vendor/LICENSES.txt", "text/plain")]
    public async Task Its_files_need_no_key_and_are_loaded_once(string file, string type)
    {
        using var first = await GetAsync($"/console/{file}", "*/*");
        Assert.Equal((HttpStatusCode.OK, $"{type}; charset=utf-8"), (first.StatusCode, first.Content.Headers.ContentType!.ToString()));

        using var again = await GetAsync($"/console/{file}", "*/*", first.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, string.Empty), (again.StatusCode, await again.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("GET", "/console/nothing.js")]
    [InlineData("GET", "/console/")]
    [InlineData("POST", "/api/console/ticket")]
    [InlineData("GET", "/api/node")]
    public async Task Nothing_else_is_open(string method, string path)
    {
        using var admin = new AdminClient(server.AdminUri);
        var request = admin.Request(new HttpMethod(method), path);
        request.Headers.Add("Accept", BrowsersAccept);

        (await admin.SendAsync(request)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_name_that_is_none_does_not_get_into_the_policy()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.AdminUri, "/"));
        request.Headers.Add("Accept", BrowsersAccept);
        request.Headers.TryAddWithoutValidation("Host", "a;script-src");

        using var answer = await http.SendAsync(request);

        if (answer.StatusCode == HttpStatusCode.OK)
            Assert.EndsWith($" ws://localhost:{server.PushUri.Port}", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        else
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task ConsolePushAddress_is_where_the_page_connects()
    {
        await using var proxied = await RunningServer.StartAsync("--WsActors:Admin:ConsolePushAddress=wss://push.example.com/base/connect");
        using var admin = new AdminClient(proxied.AdminUri);

        var ticket = await admin.PostAsync("/api/console/ticket");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, proxied.AdminUri);
        request.Headers.Add("Accept", BrowsersAccept);
        using var page = await http.SendAsync(request);

        Assert.Equal("wss://push.example.com/base/connect", ticket.Json.GetProperty("push").GetString());
        Assert.EndsWith("connect-src 'self' wss://push.example.com", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://push.example.com/connect")]
    [InlineData("push.example.com")]
    [InlineData("wss://[::1]/connect")]
    [InlineData("wss://user@push.example.com/connect")]
    public async Task ConsolePushAddress_is_checked_at_the_start(string address)
    {
        var (exitCode, printed) = await RunningServer.StartRefusedAsync($"--WsActors:Admin:ConsolePushAddress={address}");

        Assert.Equal(1, exitCode);
        Assert.Contains("WsActors:Admin:ConsolePushAddress", printed, StringComparison.Ordinal);
        Assert.Contains("wss://push.example.com/connect", printed, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, EntityTagHeaderValue? known = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.AdminUri, path));
        request.Headers.Add("Accept", accept);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await http.SendAsync(request);
    }
}
