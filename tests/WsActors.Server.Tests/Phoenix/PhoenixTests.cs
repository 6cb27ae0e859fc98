using System.Net.WebSockets;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Phoenix;

/// <summary>Phoenix Channels V2, a client protocol that lives in a folder of the tests, spoken by its own client.</summary>
[Trait("Speed", "Slow")]
public sealed class PhoenixTests(PhoenixServer server) : IClassFixture<PhoenixServer>
{
    [NodeFact]
    public async Task A_push_is_replied_to_and_broadcast_to_the_other_members()
    {
        await using var ann = await PhoenixClient.ConnectAsync(server.SocketUri);
        await using var ben = await PhoenixClient.ConnectAsync(server.SocketUri);
        await ann.JoinedAsync("room:lobby");
        await ben.JoinedAsync("room:lobby");

        await ann.PushAsync("room:lobby", "shout", new() { ["body"] = "hello" });

        Assert.Equal("ok", (string?)(await ann.NextAsync("pushed"))["status"]);
        var heard = await ben.NextAsync("message");
        Assert.Equal(("room:lobby", "shout", "hello"), ((string?)heard["topic"], (string?)heard["name"], (string?)heard["payload"]!["body"]));
    }

    [NodeFact]
    public async Task A_publication_of_the_admin_API_is_an_event_of_the_channel()
    {
        await using var client = await PhoenixClient.ConnectAsync(server.SocketUri);
        await client.JoinedAsync("room:news");

        await server.Admin.PostAsync("/api/topics/room:news/messages", """{"body":"from outside"}""");

        var heard = await client.NextAsync("message");
        Assert.Equal(("message", "from outside"), ((string?)heard["name"], (string?)heard["payload"]!["body"]));
    }

    [NodeFact]
    public async Task A_heartbeat_is_replied_to()
    {
        await using var client = await PhoenixClient.ConnectAsync(server.SocketUri);

        await client.PingAsync();

        await client.NextAsync("pong");
    }

    [NodeFact]
    public async Task A_member_that_leaves_hears_nothing_more_of_the_channel()
    {
        await using var client = await PhoenixClient.ConnectAsync(server.SocketUri);
        await client.JoinedAsync("room:a");
        await client.JoinedAsync("room:b");

        await client.LeaveAsync("room:a");
        await client.NextAsync("left");
        await server.Admin.PostAsync("/api/topics/room:a/messages", "{}");
        await server.Admin.PostAsync("/api/topics/room:b/messages", "{}");

        Assert.Equal("room:b", (string?)(await client.NextAsync("message"))["topic"]);
    }

    [NodeFact]
    public async Task A_join_that_the_rules_forbid_is_an_error_reply_and_the_socket_stays_open()
    {
        await using var client = await PhoenixClient.ConnectAsync(server.SocketUri);

        await client.JoinAsync("closed:room");

        Assert.Equal("subscribe_forbidden", (string?)(await client.NextAsync("refused"))["response"]!["reason"]);
        await client.PingAsync();
        await client.NextAsync("pong");
    }

    [NodeFact]
    public async Task A_push_that_the_rules_forbid_is_an_error_reply()
    {
        await using var client = await PhoenixClient.ConnectAsync(server.SocketUri);
        await client.JoinedAsync("read:room");

        await client.PushAsync("read:room", "shout", []);

        var pushed = await client.NextAsync("pushed");
        Assert.Equal(("error", "publish_forbidden"), ((string?)pushed["status"], (string?)pushed["response"]!["reason"]));
    }

    [Fact]
    public async Task Another_version_is_refused()
    {
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(
            () => client.ConnectAsync(new Uri($"{server.SocketUri}/websocket?vsn=1.0.0"), CancellationToken.None));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, client.HttpStatusCode);
    }
}
