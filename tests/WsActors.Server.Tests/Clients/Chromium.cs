using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Clients;

/// <summary>A real browser, with tabs by name.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly NodeClient _node;

    private Chromium(NodeClient node) => _node = node;

    /// <param name="options">Command-line options of Chromium.</param>
    public static async Task<Chromium> StartAsync(params string[] options)
    {
        var browser = new Chromium(NodeClient.Start("browser.mjs", options));
        await browser._node.NextAsync("ready");
        return browser;
    }

    /// <summary>Opens a tab and waits until its page has loaded.</summary>
    public async Task OpenAsync(string tab, string url = "about:blank")
    {
        await _node.DoAsync("open", new() { ["tab"] = tab, ["url"] = url });
        await _node.NextAsync("opened", tab);
    }

    /// <summary>Runs JavaScript in the tab, as if it were typed into its console.</summary>
    public Task RunAsync(string tab, string script) => _node.DoAsync("run", new() { ["tab"] = tab, ["script"] = script });

    /// <summary>Waits until a JavaScript expression is true in the tab.</summary>
    public async Task WaitUntilAsync(string tab, string condition)
    {
        await _node.DoAsync("await", new() { ["tab"] = tab, ["condition"] = condition });
        await _node.NextAsync("awaited", tab);
    }

    /// <summary>The next line that the tab writes to its console.</summary>
    public async Task<string> NextConsoleLineAsync(string tab)
    {
        JsonNode line = await _node.NextAsync("console", tab);
        return (string)line["text"]!;
    }

    public Task CloseAsync(string tab) => _node.DoAsync("close", new() { ["tab"] = tab });

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
