using System.Net;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>SIGTERM and the drain call: goodbye, 1001, exit code 0.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Sigterm_says_goodbye_closes_with_1001_and_exits_with_0()
    {
        await using var server = await RunningServer.StartAsync();
        using var json = await TestClient.OpenJsonAsync(server.PushUri);
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/news");

        await server.TerminateAsync();

        Assert.Equal("goodbye", (await json.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal(1001, (int)await json.ReceiveCloseAsync());
        Assert.Equal(1001, (int)await plain.ReceiveCloseAsync());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task The_drain_call_does_the_same()
    {
        await using var server = await RunningServer.StartAsync();
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/news");
        using var http = new HttpClient { BaseAddress = server.AdminUri };

        var answer = await http.PostAsync(new Uri("api/node/drain", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(1001, (int)await plain.ReceiveCloseAsync());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_drained_node_that_was_told_to_stay_is_not_ready_but_alive()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        await http.PostAsync(new Uri("api/node/drain?stop=false", UriKind.Relative), null);

        await Eventually.HoldsAsync(async () => Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("readyz", UriKind.Relative))).StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("healthz", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_client_that_never_answers_the_close_does_not_hold_the_exit_up_for_longer_than_the_close_timeout()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:CloseTimeout=00:00:00.5");
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");

        await server.TerminateAsync();

        Assert.Equal(0, await server.WaitForExitAsync());
    }
}
