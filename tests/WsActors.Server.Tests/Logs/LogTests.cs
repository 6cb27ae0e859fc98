using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Logs;

/// <summary>The node speaks of itself, and of single connections only where it is asked to.</summary>
[Trait("Speed", "Slow")]
public sealed class LogTests
{
    [Fact]
    public async Task At_information_nothing_is_said_of_single_connections()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:MaxConnections=1000");
        using var admin = new AdminClient(server.AdminUri);
        using (var client = await TestClient.OpenJsonAsync(server.PushUri))
            await client.SendAsync("nonsense");
        using (var refused = await RawClient.ConnectAsync(server.PushUri))
        {
            await refused.SendAsync("garbage\r\n\r\n");
            await refused.ReceiveToEndAsync();
        }

        await admin.ExpectNobodyAsync();
        await server.TerminateAsync();
        await server.WaitForExitAsync();

        var lines = server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] expected = ["Push listener on ws://", "Admin API on http://", "Draining; connections: 0", "Drained; connections closed: 0, cut: 0"];
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_json_each_line_is_an_object_with_time_level_category_and_message()
    {
        await using var server = await RunningServer.StartAsync("--Logging:Console:FormatterName=json", RunningServer.DebugLog);
        using var refused = await RawClient.ConnectAsync(server.PushUri);
        await refused.SendAsync("garbage\r\n\r\n");
        await refused.ReceiveToEndAsync();
        await server.ExpectLoggedAsync("handshake refused with 400");

        var lines = server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        Assert.All(lines, line => Assert.True(
            line.TryGetProperty("Timestamp", out _) && line.TryGetProperty("LogLevel", out _) && line.TryGetProperty("Message", out _)));
        var refusal = Assert.Single(lines, line => line.GetProperty("Message").GetString()!.Contains("refused", StringComparison.Ordinal));
        Assert.Equal("WsActors.Actors.Connections.ConnectionActor", refusal.GetProperty("Category").GetString());
        Assert.Equal("Debug", refusal.GetProperty("LogLevel").GetString());

        // Values have the names that they have in the message, in actors' lines and in others.
        var state = refusal.GetProperty("State");
        Assert.StartsWith("127.0.0.1:", state.GetProperty("Client").GetString(), StringComparison.Ordinal);
        Assert.Contains("400", state.GetProperty("Description").GetString(), StringComparison.Ordinal);
        Assert.Equal("Connection {Connection} from {Client}: {Description}", state.GetProperty("{OriginalFormat}").GetString());
        Assert.Contains(lines, line => line.GetProperty("State").TryGetProperty("EndPoint", out _));
    }

    [Fact]
    public async Task Normal_traffic_writes_nothing_at_information_and_one_line_per_connection_at_debug()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Topics:Rules:0:Match=news", "--WsActors:Topics:Rules:0:History:Messages=10", "--WsActors:Topics:Rules:0:Presence=true", RunningServer.DebugLog);
        using var admin = new AdminClient(server.AdminUri);
        var logged = Lines(server).Length;
        using (var json = await TestClient.OpenJsonAsync(server.PushUri))
        using (var plain = await RawClient.OpenAsync(server.PushUri, "/topics/news"))
        {
            await json.SendAsync("""{"type":"subscribe","id":1,"topic":"news"}""");
            await admin.ExpectSubscribersAsync("news", 2);
            await admin.PublishAsync("news", "x");
            Assert.Equal("x", (await plain.ReceiveFrameAsync()).Text);
            await json.SendAsync("""{"type":"history","id":2,"topic":"news"}""");
            await admin.GetAsync("/api/connections");
            await admin.GetAsync("/metrics");
        }

        await admin.ExpectNobodyAsync();
        await admin.PublishAsync("news", "y");
        await server.TerminateAsync();
        await server.WaitForExitAsync();

        var ofConnections = Lines(server)[logged..].Where(line => line.Contains("Connection ", StringComparison.Ordinal)).ToArray();
        Assert.InRange(ofConnections.Length, 0, 2);
        Assert.All(ofConnections, line => Assert.Contains("dbug:", line, StringComparison.Ordinal));
        Assert.All(Lines(server)[logged..], line => Assert.Matches(@"dbug:|\[DEBUG\]|Draining|Drained", line));
    }

    private static string[] Lines(RunningServer server) => server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
