using System.Text;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>TCP has no frames: however the bytes are cut, their meaning is the same; and streams end as they like.</summary>
public abstract class RawSocketTests(SharedServer server)
{
    [Fact]
    public async Task A_handshake_byte_by_byte_is_answered_101()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await SendByteByByte(client, Encoding.ASCII.GetBytes(UpgradeRequest.To("/echo")));

        Assert.StartsWith("HTTP/1.1 101 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_byte_by_byte_is_one_message()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        await SendByteByByte(client, ClientFrame.Text(new string('x', 200)));

        Assert.Equal(new string('x', 200), (await client.ReceiveFrameAsync()).Text);
    }

    [Fact]
    public async Task One_and_a_half_frames_are_one_message_now_and_one_later()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        byte[] one = ClientFrame.Text("first"), two = ClientFrame.Text("second");
        await client.SendAsync((byte[])[.. one, .. two[..5]]);
        Assert.Equal("first", (await client.ReceiveFrameAsync()).Text);
        await client.SendAsync(two.AsMemory(5));

        Assert.Equal("second", (await client.ReceiveFrameAsync()).Text);
    }

    [Fact]
    public async Task Many_frames_in_one_segment_are_answered_each_and_in_order()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        await client.SendAsync(Enumerable.Range(0, 1000).SelectMany(n => ClientFrame.Text($"{n}")).ToArray());

        for (var n = 0; n < 1000; n++)
            Assert.Equal($"{n}", (await client.ReceiveFrameAsync()).Text);
    }

    [Fact]
    public async Task A_frame_in_the_handshakes_segment_is_not_lost()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(UpgradeRequest.To("/echo")), .. ClientFrame.Text("hasty")]);
        await client.ReceiveHeadAsync();

        Assert.Equal("hasty", (await client.ReceiveFrameAsync()).Text);
    }

    [Fact]
    public async Task Echoes_of_a_megabyte_one_after_the_other_never_stop_the_reading()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        var message = ClientFrame.Binary(new byte[1 << 20]);
        for (var n = 0; n < 20; n++)
        {
            await client.SendAsync(message);
            Assert.Equal(1 << 20, (await client.ReceiveFrameAsync()).Payload.Length);
        }
    }

    [Fact]
    public async Task A_client_that_ends_its_side_without_a_close_frame_is_forgotten()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/topics/ended");
        client.EndSending();

        Assert.Empty(await client.ReceiveToEndAsync());
        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: lost, the peer ended the stream without a close frame");
        await server.Admin.ExpectSubscribersAsync("ended", 0);
    }

    [Fact]
    public Task A_reset_between_frames_ends_the_connection() => ExpectLossAfter([]);

    [Fact]
    public Task A_reset_in_mid_frame_ends_the_connection() => ExpectLossAfter(ClientFrame.Text("half a frame")[..7]);

    [Fact]
    public async Task A_reset_in_mid_handshake_ends_the_connection()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync("GET /echo HTTP/1.1\r\nHo");
        client.Reset();

        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: lost");
    }

    private async Task ExpectLossAfter(byte[] sent)
    {
        using var witness = await Witness.OpenAsync(server.PushUri, server.Admin);
        using var client = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}");
        await server.Admin.ExpectSubscribersAsync(witness.Topic, 2);
        await client.SendAsync(sent);
        client.Reset();

        await server.Admin.ExpectSubscribersAsync(witness.Topic, 1);
        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: lost, receiving failed: ConnectionReset");
        await witness.ExpectUndisturbedAsync();
    }

    private static async Task SendByteByByte(RawClient client, byte[] bytes)
    {
        foreach (var value in bytes)
            await client.SendAsync(new[] { value });
    }
}

/// <summary>Over what the server chooses: epoll on Linux.</summary>
[Collection(SharedServer.Name)]
public sealed class RawSocketOverAutoTests(SharedServer server) : RawSocketTests(server);

/// <summary>Over .NET's sockets.</summary>
[Trait("Speed", "Slow")]
public sealed class RawSocketOverSocketTests(SharedSocketServer server) : RawSocketTests(server), IClassFixture<SharedSocketServer>;
