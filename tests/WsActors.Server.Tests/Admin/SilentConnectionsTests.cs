using System.Net;
using System.Net.Sockets;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>Peers that connect to the admin listener and say nothing.</summary>
[Trait("Speed", "Slow")]
public sealed class SilentConnectionsTests
{
    [Fact]
    public async Task As_many_silent_connections_as_there_may_be_shut_out_neither_health_checks_nor_publishers()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Admin:MaxConnections=8", "--WsActors:Admin:FirstRequestTimeout=00:05:00");
        var silent = new List<RawClient>();
        try
        {
            for (var i = 0; i < 20; i++)
                silent.Add(await RawClient.ConnectAsync(server.AdminUri));
            using var admin = new AdminClient(server.AdminUri);

            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/healthz")).Status);
            await admin.PublishAsync("a", "text");
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task A_connection_that_sends_no_whole_request_is_cut(string beginning)
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Admin:FirstRequestTimeout=00:00:01");
        using var client = await RawClient.ConnectAsync(server.AdminUri);
        await client.SendAsync(beginning);

        try
        {
            await client.ReceiveToEndAsync();
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
    }
}
