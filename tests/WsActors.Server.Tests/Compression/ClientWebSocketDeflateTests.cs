using System.Net.WebSockets;
using System.Text;

namespace WsActors.Server.Tests.Compression;

/// <summary>.NET's client with every window and either kind of context, against the real server.</summary>
[Trait("Speed", "Slow")]
public sealed class ClientWebSocketDeflateTests(DeflateServers servers) : IClassFixture<DeflateServers>
{
    public static TheoryData<bool, int, bool, bool> Combinations()
    {
        var combinations = new TheoryData<bool, int, bool, bool>();
        foreach (var serverMayKeep in new[] { false, true })
        {
            for (var bits = 9; bits <= 15; bits++)
            {
                foreach (var clientTakeover in new[] { false, true })
                {
                    combinations.Add(serverMayKeep, bits, clientTakeover, false);
                    combinations.Add(serverMayKeep, bits, clientTakeover, true);
                }
            }
        }

        return combinations;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Echo_returns_what_was_sent(bool serverMayKeep, int windowBits, bool clientTakeover, bool serverTakeover)
    {
        using var client = await DeflateClient.OpenAsync(servers.Push(serverMayKeep, "/echo"), new WebSocketDeflateOptions
        {
            ClientMaxWindowBits = windowBits,
            ServerMaxWindowBits = windowBits,
            ClientContextTakeover = clientTakeover,
            ServerContextTakeover = serverTakeover,
        });

        foreach (var (type, message) in Messages())
        {
            await client.SendAsync(type, message);
            var (echoedType, echo) = await client.ReceiveAsync();
            Assert.Equal(type, echoedType);
            Assert.Equal(message, echo);
        }
    }

    [Fact]
    public async Task Server_drops_both_contexts_by_default__RFC7692_7_1_1()
    {
        using var client = await DeflateClient.OpenAsync(servers.Push(keepsContext: false, "/echo"), new WebSocketDeflateOptions());

        Assert.Equal("permessage-deflate; server_no_context_takeover; client_no_context_takeover", client.Extensions);
    }

    [Fact]
    public async Task Server_that_may_keep_contexts_does__RFC7692_7_1_1()
    {
        using var client = await DeflateClient.OpenAsync(servers.Push(keepsContext: true, "/echo"), new WebSocketDeflateOptions());

        Assert.Equal("permessage-deflate", client.Extensions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publication_reaches_subscribers_of_every_window_alike(bool serverMayKeep)
    {
        var clients = new List<DeflateClient>();
        for (var bits = 9; bits <= 15; bits++)
        {
            clients.Add(await DeflateClient.OpenAsync(
                servers.Push(serverMayKeep, "/topics/every.window"), new WebSocketDeflateOptions { ServerMaxWindowBits = bits }));
        }

        using var http = new HttpClient();
        foreach (var client in clients)
        {
            using var content = new StringContent(DeflateServers.SomeJson, Encoding.UTF8, "application/json");
            await http.PostAsync(new Uri(servers.Admin(serverMayKeep), "/api/topics/every.window/messages"), content);
        }

        foreach (var client in clients)
        {
            Assert.Equal(DeflateServers.SomeJson, Encoding.UTF8.GetString((await client.ReceiveAsync()).Message));
            client.Dispose();
        }
    }

    [Fact]
    public async Task What_compression_saves_is_counted()
    {
        using var client = await DeflateClient.OpenAsync(servers.Push(keepsContext: false, "/echo"), new WebSocketDeflateOptions());
        await client.SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(DeflateServers.SomeJson));
        await client.ReceiveAsync();

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(servers.Admin(keepsContext: false), "/metrics"));
        Assert.InRange(ValueOf(metrics, "wsactors_compression_output_bytes_total"), 1, ValueOf(metrics, "wsactors_compression_input_bytes_total") / 2);
    }

    private static IEnumerable<(WebSocketMessageType Type, byte[] Message)> Messages()
    {
        var json = Encoding.UTF8.GetBytes(DeflateServers.SomeJson);
        var noise = new byte[5000];
        new Random(7692).NextBytes(noise);
        yield return (WebSocketMessageType.Text, json);
        yield return (WebSocketMessageType.Text, "short"u8.ToArray());
        yield return (WebSocketMessageType.Binary, noise);
        yield return (WebSocketMessageType.Text, json);
        yield return (WebSocketMessageType.Binary, new byte[60_000]);
    }

    private static double ValueOf(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("use=\"own\"", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))
        .Single();
}
