using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Replaying;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>A client is tapped, and its messages are sent again.</summary>
public sealed class ReplayTests(RealServer server) : IClassFixture<RealServer>
{
    [Fact]
    public async Task What_a_tap_has_shown_of_a_client_can_be_sent_again_by_many()
    {
        var tapped = await TapAsync();
        var file = ReplayFile.Read(tapped.Split('\n'));
        Assert.Equal(2, file.Messages.Count);

        var reports = await ReplayCommand.ReplayAsync(file, Options("/connect") with { Subprotocol = "wsactors.v1.json", Connections = 5 });

        // Each is welcomed, subscribed, and answered.
        Assert.Equal(Enumerable.Repeat(new ReplayReport(2, 3, null), 5), reports);
    }

    [Fact]
    public async Task A_connection_that_is_refused_or_closed_is_told()
    {
        var file = ReplayFile.Read(["""{"direction":"in","at":"2026-01-01T00:00:00Z","opcode":"text","final":true,"flags":[],"size":1,"payload":"x"}"""]);

        Assert.NotNull(Assert.Single(await ReplayCommand.ReplayAsync(file, Options("/nowhere"))).Fault);
        var closed = Assert.Single(await ReplayCommand.ReplayAsync(file, Options("/topics/replay.closed")));
        Assert.StartsWith("closed with 1008", closed.Fault, StringComparison.Ordinal);
    }

    private ReplayOptions Options(string path) => new() { Url = new Uri(new Uri(server.Url), path), Speed = 0, Settle = TimeSpan.FromSeconds(1) };

    // As curl writes it, until the answer to the last message has been shown.
    private async Task<string> TapAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("wsactors.v1.json");
        await socket.ConnectAsync(new Uri(new Uri(server.Url), "/connect"), patience.Token);
        var buffer = new byte[4096];
        var welcome = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        var id = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, welcome.Count)).GetProperty("connection").GetString();

        using var http = new HttpClient();
        await using var stream = await http.GetStreamAsync(new Uri(new Uri(server.Admin), $"/api/connections/{id}/tap?frames=4"), patience.Token);
        using var lines = new StreamReader(stream);
        foreach (var text in new[] { """{"type":"subscribe","topic":"replay.a"}""", """{"type":"ping"}""" })
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        return await lines.ReadToEndAsync(patience.Token);
    }
}
