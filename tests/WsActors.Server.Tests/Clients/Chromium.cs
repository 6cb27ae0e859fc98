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

    /// <summary>
    /// The address of a page of a server that lets scripts of tests run: one of this machine, because Chromium lets others and empty ones reach loopback only if a
    /// person allows it, and one without a content security policy.
    /// </summary>
    public static string PlainPage(Uri admin) => new Uri(admin, "/healthz").AbsoluteUri;

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

    /// <summary>The value of a JavaScript expression in the tab, which is a text.</summary>
    public async Task<string> ReadAsync(string tab, string expression)
    {
        await _node.DoAsync("read", new() { ["tab"] = tab, ["expression"] = expression });
        return (string)(await _node.NextAsync("read", tab))["value"]!;
    }

    /// <summary>Evaluates an expression in the tab, under any content security policy.</summary>
    public Task RunInPageAsync(string tab, string expression) => ReadAsync(tab, $"(() => {{ {expression}; return ''; }})()");

    /// <summary>Loads the tab's page again, and waits until it has loaded.</summary>
    public async Task ReloadAsync(string tab)
    {
        await _node.DoAsync("reload", new() { ["tab"] = tab });
        await _node.NextAsync("reloaded", tab);
    }

    /// <summary>Stops the tab, as the browser does with one that was long in the background.</summary>
    public Task FreezeAsync(string tab) => DoneAsync("freeze", tab);

    public Task ThawAsync(string tab) => DoneAsync("thaw", tab);

    /// <summary>Goes to an empty page; the one before may stay in the back/forward cache.</summary>
    public Task LeaveAsync(string tab) => DoneAsync("leave", tab);

    public Task GoBackAsync(string tab) => DoneAsync("back", tab);

    /// <summary>The next line that the tab writes to its console.</summary>
    public async Task<string> NextConsoleLineAsync(string tab)
    {
        JsonNode line = await _node.NextAsync("console", tab);
        return (string)line["text"]!;
    }

    /// <summary>Shows the tab's page in a colour scheme on a screen of a width in CSS pixels.</summary>
    public async Task ShowAsync(string tab, string scheme, int width)
    {
        await _node.DoAsync("show", new() { ["tab"] = tab, ["scheme"] = scheme, ["width"] = width });
        await _node.NextAsync("shown", tab);
    }

    /// <summary>The faults that keep people from using the tab's page, as axe-core finds them.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(string tab)
    {
        await _node.DoAsync("audit", new() { ["tab"] = tab });
        return [.. (await _node.NextAsync("audited", tab))["faults"]!.AsArray().Select(fault => (string)fault!)];
    }

    /// <summary>The browser's own remarks on the tab's page that have come so far, and the page's errors.</summary>
    public IReadOnlyList<string> Complaints(string tab) =>
        [.. _node.Waiting(tab).Where(report => (string?)report["event"] is "complained" or "failed").Select(report => (string)(report["text"] ?? report["message"])!)];

    public Task CloseAsync(string tab) => _node.DoAsync("close", new() { ["tab"] = tab });

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task DoneAsync(string command, string tab)
    {
        await _node.DoAsync(command, new() { ["tab"] = tab });
        await _node.NextAsync("done", tab);
    }
}
