using System.Net.WebSockets;

namespace WsActors.Server.Tests.Compression;

/// <summary>The section <c>WsActors:Push:Compression</c>.</summary>
[Trait("Speed", "Slow")]
public sealed class CompressionSettingsTests
{
    [Fact]
    public async Task Disabled_compression_is_not_negotiated_and_the_connection_goes_on()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:Compression:Enabled=false");
        using var client = await DeflateClient.OpenAsync(new Uri(server.PushUri, "/echo"), new WebSocketDeflateOptions());

        await client.SendAsync(WebSocketMessageType.Text, "hello"u8.ToArray());

        Assert.Equal("hello"u8.ToArray(), (await client.ReceiveAsync()).Message);
        Assert.Equal("", client.Extensions);
    }

    [Theory]
    [InlineData("Level=Best", "WsActors:Push:Compression:Level is \"Best\": one of Fastest, Optimal, Smallest is needed")]
    [InlineData("Enabled=maybe", "WsActors:Push:Compression:Enabled is \"maybe\": true or false is needed")]
    [InlineData("MinBytes=-1", "WsActors:Push:Compression:MinBytes is \"-1\": 0 to 1048576 is allowed")]
    [InlineData("Windows=9", "WsActors:Push:Compression:Windows is \"9\": there is no such setting")]
    public async Task Wrong_setting_stops_the_start_with_one_line_that_names_it(string setting, string line)
    {
        var (exitCode, printed) = await RunningServer.StartRefusedAsync($"--WsActors:Push:Compression:{setting}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(line, printed, StringComparison.Ordinal);
    }
}
