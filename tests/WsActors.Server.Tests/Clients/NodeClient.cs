using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Clients;

/// <summary>A script of <c>tests/clients</c> under a test's control: commands in, events out, one JSON object a line each.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private readonly ChildProcess _node;
    private readonly List<JsonNode> _pending = [];

    private NodeClient(ChildProcess node) => _node = node;

    public static NodeClient Start(string script, params IEnumerable<string> arguments) =>
        new(ChildProcess.Start("node", [Path.Combine(ClientTools.Scripts, script), .. arguments]));

    public Task DoAsync(string command, JsonObject? fields = null)
    {
        var line = new JsonObject { ["do"] = command };
        foreach (var (name, value) in fields ?? [])
        {
            line[name] = value?.DeepClone();
        }

        return _node.WriteLineAsync(line.ToJsonString());
    }

    /// <summary>The earliest event of this name (and of this tab) that was not taken yet; waits for it if need be.</summary>
    /// <exception cref="InvalidOperationException">The script ended without it; the message holds all that it wrote.</exception>
    public async Task<JsonNode> NextAsync(string name, string? tab = null)
    {
        var found = _pending.FindIndex(IsWanted);
        while (found < 0)
        {
            _pending.Add(JsonNode.Parse(await _node.NextLineAsync())!);
            found = _pending.FindIndex(_pending.Count - 1, IsWanted);
        }

        var next = _pending[found];
        _pending.RemoveAt(found);
        return next;

        bool IsWanted(JsonNode report) =>
            (string?)report["event"] == name && (tab is null || (string?)report["tab"] == tab);
    }

    /// <summary>The events of a tab that have come so far and were not taken.</summary>
    public IEnumerable<JsonNode> Waiting(string tab) => _pending.Where(report => (string?)report["tab"] == tab);

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
