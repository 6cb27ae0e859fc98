using System.Net;
using System.Net.Sockets;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>SIGTERM, Ctrl-C and the drain call: goodbye, 1001, exit code 0.</summary>
[Trait("Speed", "Slow")]
public sealed class DrainTests
{
    [Fact]
    public Task Sigterm_says_goodbye_closes_with_1001_and_exits_with_0() => ExpectGoodbyeAfter("TERM");

    [Fact]
    public Task Ctrl_c_does_the_same() => ExpectGoodbyeAfter("INT");

    [Fact]
    public async Task The_drain_call_does_the_same()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/news");

        Assert.Equal(HttpStatusCode.Accepted, (await admin.PostAsync("/api/node/drain")).Status);

        Assert.Equal(1001, (int)await plain.ReceiveCloseAsync());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_drained_node_that_was_told_to_stay_is_not_ready_but_alive()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await admin.PostAsync("/api/node/drain?stop=false");

        await ExpectPhase(admin, "drained");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/healthz")).Status);
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(server.PushUri));
        await server.TerminateAsync();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task While_the_node_drains_it_is_not_ready_and_those_that_come_or_are_still_shaking_hands_get_503_with_retry_after()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");
        using var halfway = await RawClient.ConnectAsync(server.PushUri);
        await halfway.SendAsync("GET /echo HTTP/1.1\r\nHo");
        await Eventually.HoldsAsync(async () => Assert.Equal(1, (await admin.FiguresAsync()).GetProperty("handshaking").GetInt32()));

        await server.TerminateAsync();

        var head = await halfway.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 503 ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: ", head, StringComparison.Ordinal);
        await ExpectPhase(admin, "draining");
        Assert.Equal(1, (await admin.MetricsAsync()).Value("wsactors_drain_active"));
        using var late = await RawClient.ConnectAsync(server.PushUri);
        await late.SendAsync(UpgradeRequest.To("/topics/news"));
        head = await late.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 503 ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: ", head, StringComparison.Ordinal);

        mute.Dispose();
        halfway.Dispose();
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task A_second_sigterm_a_second_later_cuts_the_drain_short_and_the_exit_code_is_still_0()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Push:CloseTimeout=00:05:00", "--WsActors:Drain:Timeout=00:05:00", "--WsActors:Drain:Spread=00:00:00");
        using var admin = new AdminClient(server.AdminUri);
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");
        await server.TerminateAsync();
        await ExpectPhase(admin, "draining");

        // One that comes at once may be the first, passed on by a program that started the server.
        while (!server.Log.Contains("A second signal cuts the drain short; connections cut: 1", StringComparison.Ordinal))
            await server.TerminateAsync();

        Assert.Equal(0, await server.WaitForExitAsync());
        await server.ExpectLoggedAsync("Drained; connections closed: 0, cut: 1");
    }

    [Fact]
    public async Task A_client_that_never_answers_the_close_does_not_hold_the_exit_up_for_longer_than_the_close_timeout()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:CloseTimeout=00:00:00.5");
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");

        await server.TerminateAsync();

        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task What_is_left_at_the_drains_timeout_is_cut_and_the_exit_code_is_still_0()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Push:CloseTimeout=00:05:00", "--WsActors:Drain:Spread=00:00:00", "--WsActors:Drain:Timeout=00:00:00.5");
        using var mute = await RawClient.OpenAsync(server.PushUri, "/topics/news");

        await server.TerminateAsync();

        Assert.Equal(0, await server.WaitForExitAsync());
        await server.ExpectLoggedAsync("Drained; connections closed: 0, cut: 1");
    }

    private static async Task ExpectGoodbyeAfter(string signal)
    {
        // A shell that runs the tests in the background ignores Ctrl-C for them and all their children.
        await using var server = await RunningServer.StartUnderAsync(["env", "--default-signal=INT"]);
        using var json = await TestClient.OpenJsonAsync(server.PushUri);
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/news");

        await server.SignalAsync(signal);

        var goodbye = await json.ReceiveJsonAsync();
        Assert.Equal("goodbye", goodbye.GetProperty("type").GetString());
        Assert.InRange(goodbye.GetProperty("reconnectAfterMs").GetInt32(), 0, 10_000);
        Assert.Equal(1001, (int)await json.ReceiveCloseAsync());
        Assert.Equal(1001, (int)await plain.ReceiveCloseAsync());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    private static Task ExpectPhase(AdminClient admin, string phase) => Eventually.HoldsAsync(async () =>
    {
        var answer = await admin.GetAsync("/readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, $"{phase}\n"), (answer.Status, answer.Body));
    });
}
