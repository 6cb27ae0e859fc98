using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Clients;

/// <summary>One WebSocket of npm's <c>ws</c>.</summary>
internal sealed class NpmWsClient : IAsyncDisposable
{
    private readonly NodeClient _node;

    private NpmWsClient(NodeClient node) => _node = node;

    public static async Task<NpmWsClient> ConnectAsync(Uri uri, string? subprotocol = null)
    {
        var client = Begin(uri, subprotocol);
        var opened = await client.NextAsync("open");
        Assert.Equal(subprotocol ?? "", (string?)opened["protocol"]);
        return client;
    }

    /// <summary>Connects with permessage-deflate.</summary>
    /// <param name="uri">Where to.</param>
    /// <param name="deflate">What ws takes as <c>perMessageDeflate</c>, as JSON.</param>
    public static async Task<NpmWsClient> ConnectCompressingAsync(Uri uri, string deflate)
    {
        var client = new NpmWsClient(NodeClient.Start("ws-client.mjs", uri.AbsoluteUri, $"--deflate={deflate}"));
        var opened = await client.NextAsync("open");
        Assert.Equal("permessage-deflate", (string?)opened["extensions"]);
        return client;
    }

    /// <summary>Begins a connection that the test expects to be refused.</summary>
    public static NpmWsClient Begin(Uri uri, string? subprotocol = null) =>
        new(NodeClient.Start("ws-client.mjs", subprotocol is null ? [uri.AbsoluteUri] : [uri.AbsoluteUri, subprotocol]));

    public Task SendTextAsync(string text) => _node.DoAsync("send", new() { ["text"] = text });

    public Task SendBinaryAsync(byte[] bytes) => _node.DoAsync("send", new() { ["base64"] = Convert.ToBase64String(bytes) });

    public Task PingAsync(string text) => _node.DoAsync("ping", new() { ["text"] = text });

    public Task CloseAsync(int code, string reason) => _node.DoAsync("close", new() { ["code"] = code, ["reason"] = reason });

    /// <summary>The next message, which is a text message.</summary>
    public async Task<string> NextTextAsync()
    {
        var message = await NextAsync("message");
        return (string?)message["text"] ?? throw new InvalidOperationException($"Not a text message: {message}");
    }

    /// <summary>The next message, which is a binary message.</summary>
    public async Task<byte[]> NextBinaryAsync()
    {
        var message = await NextAsync("message");
        return Convert.FromBase64String((string?)message["base64"] ?? throw new InvalidOperationException($"Not a binary message: {message}"));
    }

    public async Task<JsonNode> NextJsonAsync() => JsonNode.Parse(await NextTextAsync())!;

    /// <summary>The next "ping", "pong", "close" or "refused" with its fields (see ws-client.mjs).</summary>
    public Task<JsonNode> NextAsync(string name) => _node.NextAsync(name);

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
