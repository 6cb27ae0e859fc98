using System.Net.Sockets;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>
/// More clients than the process may open files. It must not come to that: the runtime ends a process that lacks a
/// descriptor at the wrong moment. (What the acceptor does when accepting fails all the same is tested with the actor.)
/// </summary>
[Trait("Speed", "Slow")]
public sealed class OpenFilesTests
{
    private const int OpenFiles = 1200;

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task Whoever_exceeds_the_limit_of_open_files_is_refused_and_nobody_else_notices(string transport)
    {
        await using var server = await RunningServer.StartUnderAsync(
            ["sh", "-c", $"ulimit -n {OpenFiles}; exec \"$@\"", "sh"], Transports.Setting(transport));
        await server.ExpectLoggedAsync($"this process may open {OpenFiles} files");
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        var crowd = new List<RawClient>();
        try
        {
            for (var i = 0; i < OpenFiles; i++)
                await ConnectUnlessCutAsync(server.PushUri, crowd);

            await Eventually.HoldsAsync(async () => Assert.True(
                (await admin.MetricsAsync()).Value("wsactors_connections_refused_total", ("cause", "capacity")) > 0));
            await witness.ExpectUndisturbedAsync();
        }
        finally
        {
            crowd.ForEach(client => client.Dispose());
        }

        // As soon as the crowd has left; until then a newcomer is refused.
        RawClient? next = null;
        await Eventually.HoldsAsync(async () => next = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}"));
        using var accepted = next;
        await admin.ExpectSubscribersAsync(witness.Topic, 2);
        await witness.ExpectUndisturbedAsync();
        Assert.Equal(0, (await admin.MetricsAsync()).Value("wsactors_accept_errors_total"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(256)]
    [InlineData(512)]
    public async Task Where_the_files_do_not_suffice_the_start_is_refused_with_one_line(int openFiles)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartUnderAsync(
            ["sh", "-c", $"ulimit -n {openFiles}; exec \"$@\"", "sh"]));

        Assert.Contains($"This process may open {openFiles} files, and the server needs 640 or more", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
    }

    // Who comes when two hundred are being refused already is cut, perhaps before it has noticed that it is connected.
    private static async Task ConnectUnlessCutAsync(Uri push, List<RawClient> crowd)
    {
        try
        {
            crowd.Add(await RawClient.ConnectAsync(push));
        }
        catch (SocketException cut) when (cut.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }
}
