using System.Text.Json.Nodes;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Interop;

/// <summary>With the script in a page of a real browser.</summary>
internal sealed class TabDialogue : IDialogue
{
    private const string Tab = "interop";

    private readonly Chromium _browser;

    private TabDialogue(Chromium browser) => _browser = browser;

    /// <param name="browser">A browser that nobody else uses meanwhile.</param>
    /// <param name="page">A page that this machine serves: others may not reach loopback.</param>
    public static async Task<TabDialogue> OpenAsync(Chromium browser, Uri page)
    {
        await browser.OpenAsync(Tab, Chromium.PlainPage(page));
        await browser.RunAsync(Tab, "const report = (event, fields) => console.log(JSON.stringify({ event, ...fields }));");
        await browser.RunAsync(Tab, await File.ReadAllTextAsync(Path.Combine(ClientTools.Scripts, "interop-sockets.mjs")));
        return new TabDialogue(browser);
    }

    public Task DoAsync(string command, JsonObject fields) => _browser.RunAsync(Tab, $"interop.{command}({fields.ToJsonString()})");

    public Task<string> NextAsync() => _browser.NextConsoleLineAsync(Tab);

    public async ValueTask DisposeAsync() => await _browser.CloseAsync(Tab);
}
