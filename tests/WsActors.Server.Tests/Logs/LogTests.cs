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
    }
}
