using System.Text.Json;

namespace WsActors.Server.Tests.Clients;

/// <summary>The package wsactors in Chromium or in Node.js. Scripts find it as <c>wsactors</c>, and report by console.log.</summary>
internal sealed class TypeScriptClient : IAsyncDisposable
{
    public const string InChromium = "chromium";
    public const string InNode = "node";

    private const string Tab = "page";

    private readonly Chromium? _browser;
    private readonly NodeClient? _node;

    private TypeScriptClient(Chromium? browser, NodeClient? node)
    {
        _browser = browser;
        _node = node;
    }

    /// <param name="platform"><see cref="InChromium"/> or <see cref="InNode"/>.</param>
    /// <param name="page">A page that Chromium opens, of this machine.</param>
    public static async Task<TypeScriptClient> StartAsync(string platform, Uri page)
    {
        if (platform == InNode)
        {
            var node = NodeClient.Start("typescript-client.mjs", ClientTools.TypeScriptModules);
            await node.NextAsync("ready");
            return new TypeScriptClient(null, node);
        }

        var browser = await Chromium.StartAsync();
        await browser.OpenAsync(Tab, Chromium.PlainPage(page));
        await LoadAsync(browser, Tab);
        return new TypeScriptClient(browser, null);
    }

    /// <summary>Loads the package into a tab.</summary>
    public static async Task LoadAsync(Chromium browser, string tab)
    {
        var codes = JsonSerializer.Serialize(ClientTools.TypeScriptModules.Select(File.ReadAllText));
        await browser.RunAsync(tab, $$"""
            Promise.all({{codes}}.map((code) => import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })))))
              .then((modules) => (window.wsactors = Object.assign({}, ...modules)));
            """);
        await browser.WaitUntilAsync(tab, "window.wsactors");
    }

    public Task RunAsync(string script) =>
        _browser?.RunAsync(Tab, script) ?? _node!.DoAsync("run", new() { ["script"] = script });

    /// <summary>The next line that a script has written.</summary>
    public async Task<string> NextLineAsync() =>
        _browser is not null ? await _browser.NextConsoleLineAsync(Tab) : (string)(await _node!.NextAsync("console", Tab))["text"]!;

    /// <summary>Reads lines until this one.</summary>
    /// <returns>The lines before it.</returns>
    public async Task<IReadOnlyList<string>> LinesUntilAsync(string last)
    {
        var lines = new List<string>();
        for (var line = await NextLineAsync(); line != last; line = await NextLineAsync())
            lines.Add(line);
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_node is not null)
            await _node.DisposeAsync();
    }
}
