using System.Text.Json.Nodes;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Phoenix;

/// <summary>One socket of npm's <c>phoenix</c>.</summary>
internal sealed class PhoenixClient : IAsyncDisposable
{
    private readonly NodeClient _node;

    private PhoenixClient(NodeClient node) => _node = node;

    public static async Task<PhoenixClient> ConnectAsync(Uri socket)
    {
        var client = new PhoenixClient(NodeClient.Start("phoenix-client.mjs", socket.AbsoluteUri));
        await client.NextAsync("open");
        return client;
    }

    public Task JoinAsync(string topic) => _node.DoAsync("join", new() { ["topic"] = topic, ["params"] = new JsonObject() });

    public async Task JoinedAsync(string topic)
    {
        await JoinAsync(topic);
        Assert.Equal(topic, (string?)(await NextAsync("joined"))["topic"]);
    }

    public Task PushAsync(string topic, string name, JsonObject payload) =>
        _node.DoAsync("push", new() { ["topic"] = topic, ["event"] = name, ["payload"] = payload });

    public Task LeaveAsync(string topic) => _node.DoAsync("leave", new() { ["topic"] = topic });

    /// <summary>Sends a heartbeat.</summary>
    public Task PingAsync() => _node.DoAsync("ping");

    /// <summary>The next event of this name (see phoenix-client.mjs).</summary>
    public Task<JsonNode> NextAsync(string name) => _node.NextAsync(name);

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
