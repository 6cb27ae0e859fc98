using System.Text.Json.Nodes;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Compression;

/// <summary>npm's <c>ws</c> with permessage-deflate, which negotiates all four parameters.</summary>
[Trait("Speed", "Slow")]
public sealed class NpmWsDeflateTests(DeflateServers servers) : IClassFixture<DeflateServers>
{
    public static TheoryData<bool, string> Options()
    {
        var options = new TheoryData<bool, string>();
        foreach (var serverMayKeep in new[] { false, true })
        {
            options.Add(serverMayKeep, """{ "threshold": 0 }""");
            options.Add(serverMayKeep, """{ "threshold": 0, "serverNoContextTakeover": true, "clientNoContextTakeover": true }""");
            options.Add(serverMayKeep, """{ "threshold": 0, "serverMaxWindowBits": 8, "clientMaxWindowBits": 8 }""");
            options.Add(serverMayKeep, """{ "threshold": 0, "serverMaxWindowBits": 10, "clientMaxWindowBits": 9 }""");
            options.Add(serverMayKeep, """{ "threshold": 0, "serverMaxWindowBits": 15, "clientMaxWindowBits": 15 }""");
        }

        return options;
    }

    [NodeTheory]
    [MemberData(nameof(Options))]
    public async Task Echo_returns_what_was_sent(bool serverMayKeep, string options)
    {
        await using var client = await NpmWsClient.ConnectCompressingAsync(servers.Push(serverMayKeep, "/echo"), options);
        var noise = new byte[5000];
        new Random(7692).NextBytes(noise);

        await client.SendTextAsync(DeflateServers.SomeJson);
        await client.SendBinaryAsync(noise);
        await client.SendTextAsync(DeflateServers.SomeJson);
        await client.SendTextAsync("");

        Assert.Equal(DeflateServers.SomeJson, await client.NextTextAsync());
        Assert.Equal(noise, await client.NextBinaryAsync());
        Assert.Equal(DeflateServers.SomeJson, await client.NextTextAsync());
        Assert.Equal("", await client.NextTextAsync());
    }

    [NodeFact]
    public async Task Json_protocol_is_spoken_compressed()
    {
        await using var client = await NpmWsClient.ConnectCompressingAsync(servers.Push(keepsContext: false, "/"), """{ "threshold": 0 }""");

        Assert.Equal("welcome", (string?)(await client.NextJsonAsync())["type"]);
        await client.SendTextAsync(new JsonObject { ["id"] = 1, ["type"] = "ping" }.ToJsonString());
        Assert.Equal("pong", (string?)(await client.NextJsonAsync())["type"]);
    }

    [NodeFact]
    public async Task Bomb_of_a_client_is_closed_with_1009()
    {
        await using var client = await NpmWsClient.ConnectCompressingAsync(servers.Push(keepsContext: false, "/"), """{ "threshold": 0 }""");

        await client.SendTextAsync(new string('a', 1_000_000));

        Assert.Equal(1009, (int?)(await client.NextAsync("close"))["code"]);
    }
}
