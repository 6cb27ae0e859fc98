using System.Text;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Peers that do nothing, or too little: each ends at its named timeout and leaves nothing behind.</summary>
public abstract class ImpatienceTests(QuickServer server)
{
    [Fact]
    public async Task A_handshake_that_drips_is_answered_408()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        var answer = client.ReceiveToEndAsync();
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var value in Encoding.ASCII.GetBytes(UpgradeRequest.To("/echo", $"X-Long: {new string('x', 4000)}\r\n")))
        {
            if (answer.IsCompleted)
                break;

            await client.SendIgnoringResetAsync(new[] { value });
            await drip.WaitForNextTickAsync();
        }

        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(await answer), StringComparison.Ordinal);
        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: handshake refused with 408 timeout");
    }

    [Fact]
    public async Task A_peer_that_never_says_a_word_is_answered_408()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);

        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(await client.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_open_peer_is_pinged_and_closed_with_4101()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/topics/half.open");

        Assert.True((await client.ReceiveFrameAsync()).IsPing);
        Assert.Equal(4101, (await client.ReceiveFrameAsync()).CloseCode);
        await server.Admin.ExpectSubscribersAsync("half.open", 0);
        await server.ExpectLoggedAsync("closed by us with 4101 pong_timeout");
        Assert.True((await server.Admin.MetricsAsync()).Value("wsactors_closes_total", ("code", "pong_timeout"), ("side", "server")) >= 1);
        await server.Admin.ExpectNobodyAsync();
    }

    [Fact]
    public async Task A_peer_that_answers_pings_stays()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/topics/answers");
        for (var i = 0; i < 2; i++)
        {
            var ping = await client.ReceiveFrameAsync();
            Assert.True(ping.IsPing);
            await client.SendAsync(ClientFrame.Pong(ping.Payload));
        }

        await Eventually.HoldsAsync(async () =>
        {
            var connection = Assert.Single(await server.Admin.ConnectionsOfAsync("answers"));
            Assert.True(connection.GetProperty("roundTripMs").GetDouble() >= 0);
        });
    }

    [Fact]
    public async Task A_peer_that_never_answers_our_close_is_cut_at_the_close_timeout()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/topics/mute");
        await server.Admin.ExpectSubscribersAsync("mute", 1);
        var id = (await server.Admin.ConnectionsOfAsync("mute"))[0].GetProperty("id").GetString();
        await server.Admin.DeleteAsync($"/api/connections/{id}");

        Assert.Equal(4000, (await client.ReceiveFramesToEndAsync())[^1].CloseCode);
        await server.Admin.ExpectNobodyAsync();
    }
}

/// <summary>Over what the server chooses: epoll on Linux.</summary>
[Trait("Speed", "Slow")]
public sealed class ImpatienceOverAutoTests(QuickServer server) : ImpatienceTests(server), IClassFixture<QuickServer>;

/// <summary>Over .NET's sockets.</summary>
[Trait("Speed", "Slow")]
public sealed class ImpatienceOverSocketTests(QuickSocketServer server) : ImpatienceTests(server), IClassFixture<QuickSocketServer>;
