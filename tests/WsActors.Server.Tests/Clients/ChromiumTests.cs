using WsActors.Server.Tests.Documents;

namespace WsActors.Server.Tests.Clients;

/// <summary>The main job in a real browser: one curl reaches every connected tab.</summary>
[Trait("Speed", "Slow")]
public sealed class ChromiumTests(PushServer server) : IClassFixture<PushServer>
{
    private string OwnPage => Chromium.PlainPage(server.Admin("/"));

    [ChromiumFact]
    public async Task Readme_walk_through_shows_one_curl_in_two_tabs()
    {
        // The README's own lines, on this test's ports; what the page does with a message is its own business, so we listen in.
        var script = DocumentBlock.Containing("README.md", "js", "new WebSocket(\"ws://localhost:8080/topics/news\")")
            .Replace("ws://localhost:8080", server.Push("").AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
        await using var browser = await Chromium.StartAsync();
        await OpenWalkThroughAsync(browser, "left", OwnPage, script);
        await OpenWalkThroughAsync(browser, "right", OwnPage, script);

        await ChildProcess.RunAsync("curl", "-sS", "--fail", "-d", "hello", server.Admin("/api/topics/news/messages").AbsoluteUri);

        Assert.Equal("hello", await browser.NextConsoleLineAsync("left"));
        Assert.Equal("hello", await browser.NextConsoleLineAsync("right"));
    }

    [ChromiumFact]
    public async Task Documented_scripts_print_what_is_published()
    {
        await using var browser = await Chromium.StartAsync();
        foreach (var (tab, document, opening) in new[]
        {
            ("protocol", "README.md", "new WebSocket(\"ws://localhost:8080/connect\", \"wsactors.v1.json\")"),
            ("stream", "docs/connecting.md", "new EventSource("),
        })
        {
            await browser.OpenAsync(tab, OwnPage);
            await browser.RunAsync(tab, "const print = console.log; console.log = value => print(JSON.stringify(value));");
            await browser.RunAsync(tab, DocumentBlock.Containing(document, "js", opening)
                .Replace("localhost:8080", $"localhost:{server.Push("").Port}", StringComparison.Ordinal));
        }

        Assert.StartsWith("{\"type\":\"welcome\"", await browser.NextConsoleLineAsync("protocol"), StringComparison.Ordinal);
        Assert.StartsWith("{\"type\":\"subscribed\",\"id\":1,\"topic\":\"news\"", await browser.NextConsoleLineAsync("protocol"), StringComparison.Ordinal);
        await browser.WaitUntilAsync("stream", "source.readyState === 1");
        await server.PublishJsonAsync("news", "{\"goal\":\"2:1\"}");

        Assert.Equal("""{"type":"message","topic":"news","data":{"goal":"2:1"}}""", await browser.NextConsoleLineAsync("protocol"));
        Assert.Equal("""
            "{\"goal\":\"2:1\"}"
            """.Trim(), await browser.NextConsoleLineAsync("stream"));
    }

    [ChromiumFact]
    public async Task Event_source_in_a_page_is_told_what_is_published()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync("page", OwnPage);
        await browser.RunAsync("page", $$"""
            const source = new EventSource("{{server.Push("/topics/chromium.events").AbsoluteUri.Replace("ws://", "http://", StringComparison.Ordinal)}}");
            source.addEventListener("subscribed", () => console.log("subscribed"));
            source.onmessage = ({ data }) => console.log(data);
            """);
        Assert.Equal("subscribed", await browser.NextConsoleLineAsync("page"));

        await server.PublishTextAsync("chromium.events", "two\nlines");

        Assert.Equal("two\nlines", await browser.NextConsoleLineAsync("page"));
    }

    [ChromiumFact]
    public async Task Page_of_another_origin_may_send_its_token_and_its_position_and_reads_why_it_is_refused()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync("page", OwnPage);
        await server.PublishTextAsync("chromium.cors", "hello");
        var push = server.Push("/topics/chromium.cors?poll=true").AbsoluteUri.Replace("ws://", "http://", StringComparison.Ordinal);
        await browser.RunAsync("page", $$"""
            const headers = { Authorization: "Basic YTpi", "Last-Event-ID": "0", Accept: "text/event-stream" };
            fetch("{{push}}", { headers }).then(({ status, headers }) => console.log(`${status} ${headers.get("content-type")}`));
            """);
        Assert.Equal("200 text/event-stream; charset=utf-8", await browser.NextConsoleLineAsync("page"));

        await browser.RunAsync("page", $$"""
            fetch("{{push}}&since=x", { headers: { Authorization: "Basic YTpi" } })
              .then(async response => console.log(`${response.status} ${await response.text()}`.split(",")[0]));
            """);
        Assert.StartsWith("400 400 invalid_since: since", await browser.NextConsoleLineAsync("page"), StringComparison.Ordinal);
    }

    // DNS rebinding: the page's own name points here, so its requests are same-origin and bear no Origin.
    [ChromiumFact]
    public async Task Page_whose_name_was_made_to_point_here_reads_nothing()
    {
        await using var browser = await Chromium.StartAsync("--host-resolver-rules=MAP evil.example 127.0.0.1");
        foreach (var (tab, port, path) in new[]
        {
            ("push", server.Push("").Port, "/topics/chromium.secret?poll=true"),
            ("admin", server.Admin("").Port, "/api/topics"),
        })
        {
            await browser.OpenAsync(tab, $"http://evil.example:{port}/");
            await browser.RunAsync(tab, $$"""
                fetch("{{path}}").then(async response => console.log(`${response.status} ${await response.text()}`));
                """);
            var line = await browser.NextConsoleLineAsync(tab);
            Assert.StartsWith("403 ", line, StringComparison.Ordinal);
            Assert.Contains("host_not_allowed", line, StringComparison.Ordinal);
        }
    }

    [ChromiumFact]
    public async Task Json_protocol_in_a_page_delivers_what_it_subscribed_to()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync("page", OwnPage);
        await browser.RunAsync("page", $$"""
            const socket = new WebSocket("{{server.Push("/")}}", "wsactors.v1.json");
            socket.onmessage = ({ data }) => {
              const message = JSON.parse(data);
              if (message.type === "welcome") {
                socket.send(JSON.stringify({ id: 1, type: "subscribe", topic: "chromium.json" }));
              } else {
                console.log(`${message.type} ${message.topic} ${JSON.stringify(message.data)}`);
              }
            };
            socket.onclose = ({ code }) => console.log(`closed ${code}`);
            """);
        Assert.StartsWith("subscribed chromium.json", await browser.NextConsoleLineAsync("page"), StringComparison.Ordinal);

        await server.PublishJsonAsync("chromium.json", """{"goals":[1,2]}""");
        await server.PublishTextAsync("chromium.json", "half time");

        Assert.Equal("""message chromium.json {"goals":[1,2]}""", await browser.NextConsoleLineAsync("page"));
        Assert.Equal("message chromium.json \"half time\"", await browser.NextConsoleLineAsync("page"));
    }

    [ChromiumFact]
    public async Task Demo_page_shows_the_nodes_figures_and_the_lines_of_a_growing_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "<b>first</b> line\n");
        var page = new Uri(Path.Combine(ClientTools.Repository, "deploy", "demo", "feed.html")).AbsoluteUri;
        await using var browser = await Chromium.StartAsync();
        await browser.OpenAsync("feed", $"{page}?push={server.Push("").AbsoluteUri.TrimEnd('/')}&topic=chromium.log");
        await browser.WaitUntilAsync("feed", "document.querySelector('#lines').dataset.state === 'open'");

        await using (ReadmeFeed(file, "chromium.log"))
        {
            await browser.WaitUntilAsync("feed", "document.querySelector('#lines').textContent.includes('<b>first</b> line')");
            await File.AppendAllTextAsync(file, "second line\n");
            await browser.WaitUntilAsync("feed", "document.querySelector('#lines').textContent.includes('second line')");
        }

        await browser.WaitUntilAsync("feed", "Number(document.querySelector('[data-figure=connections] output').textContent) >= 2");
        File.Delete(file);
    }

    [ChromiumFact]
    public async Task Demo_page_connects_again_when_its_node_is_back()
    {
        var page = new Uri(Path.Combine(ClientTools.Repository, "deploy", "demo", "feed.html")).AbsoluteUri;
        await using var browser = await Chromium.StartAsync();
        await using var first = await RunningServer.StartAsync();
        await browser.OpenAsync("feed", $"{page}?push={first.PushUri.AbsoluteUri.TrimEnd('/')}");
        await browser.WaitUntilAsync("feed", "document.querySelector('#lines').dataset.state === 'open'");

        await first.TerminateAsync();
        await browser.WaitUntilAsync("feed", "document.querySelector('#lines-state').textContent.includes('; again in ')");
        await first.WaitForExitAsync();
        await using var second = await RunningServer.StartAsync($"--WsActors:Push:Port={first.PushUri.Port}");

        await browser.WaitUntilAsync("feed", "document.querySelector('#lines').textContent.includes('Connected again')");
    }

    /// <summary>The README's own loop on this test's file, topic and port; it reads the file from its start, to miss nothing.</summary>
    private ChildProcess ReadmeFeed(string file, string topic)
    {
        var loop = DocumentBlock.Containing("README.md", "sh", "while sleep 1; do uptime; done")
            .Replace("while sleep 1; do uptime; done", $"tail -n +1 -f {file}", StringComparison.Ordinal)
            .Replace("localhost:8081/api/topics/log/", server.Admin($"/api/topics/{topic}/").AbsoluteUri, StringComparison.Ordinal);
        return ChildProcess.Start("bash", ["-c", loop]);
    }

    private static async Task OpenWalkThroughAsync(Chromium browser, string tab, string page, string script)
    {
        await browser.OpenAsync(tab, page);
        await browser.RunAsync(tab, $$"""
            let opened = false;
            window.WebSocket = class extends WebSocket {
              constructor(...args) {
                super(...args);
                this.addEventListener("open", () => opened = true);
              }
            };
            """);
        await browser.RunAsync(tab, script);
        await browser.WaitUntilAsync(tab, "opened");
    }
}
