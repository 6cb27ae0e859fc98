using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>The application receives events over real HTTP.</summary>
[Trait("Speed", "Slow")]
public sealed class EventTests(ApplicationFixture server) : IClassFixture<ApplicationFixture>
{
    [Fact]
    public async Task A_client_that_comes_and_is_disconnected_is_told_with_the_close_code()
    {
        await server.ExpectWellAsync();
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        ApplicationServer.Post connected;
        do
        {
            connected = await server.Application.NextAsync("wsactors.connected");
        }
        while (connected.Data.GetProperty("connection").GetString() != client.Id);
        await server.Admin.DeleteAsync($"/api/connections/{client.Id}");
        await client.ReceiveCloseAsync();
        ApplicationServer.Post disconnected;
        do
        {
            disconnected = await server.Application.NextAsync("wsactors.disconnected");
        }
        while (disconnected.Data.GetProperty("connection").GetString() != client.Id);

        Assert.Equal((4000, "disconnected"), (disconnected.Data.GetProperty("code").GetInt32(), disconnected.Data.GetProperty("reason").GetString()));
        Assert.True(disconnected.Data.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public async Task A_topic_is_told_when_its_first_subscriber_comes_and_when_the_last_has_gone()
    {
        await server.ExpectWellAsync();
        using (var client = await TestClient.OpenJsonAsync(server.PushUri))
        {
            await client.SubscribeAsync("room.occupied");
            await NextOfAsync("wsactors.topic.occupied", "room.occupied");
        }

        var emptied = await NextOfAsync("wsactors.topic.emptied", "room.occupied");
        Assert.Equal("""{"topic":"room.occupied"}""", emptied.Data.GetRawText());
    }

    [Fact]
    public async Task An_event_that_the_application_does_not_take_is_told_again_under_the_same_id()
    {
        await server.ExpectWellAsync();
        server.Application.Answers((context, post) =>
        {
            context.Response.StatusCode = post.Type == "wsactors.topic.occupied" ? 503 : 200;
            return Task.CompletedTask;
        });
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("room.again");
        var first = await NextOfAsync("wsactors.topic.occupied", "room.again");
        var second = await NextOfAsync("wsactors.topic.occupied", "room.again");
        server.Application.Answers(200);

        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task What_happens_while_a_node_stops_is_told_before_it_has_stopped()
    {
        await using var application = await ApplicationServer.StartAsync();
        await using var node = await RunningServer.StartAsync(
        [
            .. application.Settings,
            "--WsActors:Webhooks:ConnectionEvents=true",
            "--WsActors:Drain:Spread=00:00:00",
            "--WsActors:Topics:Rules:0:Match=room.*",
            "--WsActors:Topics:Rules:0:Events=true",
        ]);
        using var client = await TestClient.OpenJsonAsync(node.PushUri);
        await client.SubscribeAsync("room.stopping");
        await node.TerminateAsync();
        await client.ReceiveCloseAsync();
        Assert.Equal(0, await node.WaitForExitAsync());

        // Of two subjects, either may be first.
        var told = new List<string>();
        while (application.Waiting > 0)
            told.Add((await application.NextAsync(null)).Type);
        Assert.Contains("wsactors.disconnected", told);
        Assert.Contains("wsactors.topic.emptied", told);
    }

    private async Task<ApplicationServer.Post> NextOfAsync(string type, string subject)
    {
        while (true)
        {
            var post = await server.Application.NextAsync(type);
            if (post.Event.GetProperty("subject").GetString() == subject)
                return post;
        }
    }
}
