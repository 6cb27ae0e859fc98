using System.Globalization;
using System.Text;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>The application decides, over real HTTP.</summary>
public sealed class DecisionTests(ApplicationFixture server) : IClassFixture<ApplicationFixture>
{
    [Fact]
    public async Task A_subscription_is_asked_about_and_then_delivers()
    {
        await server.ExpectWellAsync();
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("room.asked");
        await server.Admin.PublishAsync("room.asked", "hello");

        Assert.Contains("hello", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        ApplicationServer.Post post;
        do
        {
            post = await server.Application.NextAsync("wsactors.subscribe");
        }
        while (post.Event.GetProperty("subject").GetString() != "room.asked");
        Assert.Equal($$"""{"connection":"{{client.Id}}","user":null,"topic":"room.asked"}""", post.Data.GetRawText());
    }

    [Fact]
    public async Task What_is_posted_is_signed_over_the_bytes_that_arrive()
    {
        await server.ExpectWellAsync();
        var post = await server.Application.NextAsync("wsactors.subscribe");
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(post.Headers["webhook-timestamp"]!, CultureInfo.InvariantCulture));

        Assert.Equal("application/cloudevents+json; charset=utf-8", post.Headers.ContentType);
        Assert.Equal(post.Event.GetProperty("id").GetString(), post.Headers["webhook-id"]);
        Assert.Equal(
            WebhookSignature.Of([WebhookSecret.Parse(ApplicationServer.Secret)], post.Headers["webhook-id"]!, sentAt, Encoding.UTF8.GetBytes(post.Body)),
            post.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_comes_with_the_applications_reason(int status)
    {
        await server.ExpectWellAsync();
        server.Application.Answers(status, "members only\nand a second line");
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"room.refused"}""");

        Assert.Equal("""{"type":"error","id":1,"code":"subscribe_forbidden","message":"members only"}""", await client.ReceiveTextAsync());
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task A_publication_is_asked_about_with_its_data()
    {
        await server.ExpectWellAsync();
        using var listener = await TestClient.OpenJsonAsync(server.PushUri);
        using var speaker = await TestClient.OpenJsonAsync(server.PushUri);
        await listener.SubscribeAsync("room.talk");
        await speaker.SendAsync("""{"type":"publish","id":1,"topic":"room.talk","data":{"text":"hi"}}""");
        var post = await server.Application.NextAsync("wsactors.publish");

        Assert.Equal($$$"""{"connection":"{{{speaker.Id}}}","user":null,"topic":"room.talk","data":{"text":"hi"}}""", post.Data.GetRawText());
        Assert.Equal("published", (await speaker.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal("hi", (await listener.ReceiveJsonAsync()).GetProperty("data").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Publications_keep_their_order_though_the_application_takes_its_time_with_some()
    {
        await server.ExpectWellAsync();
        using var listener = await TestClient.OpenJsonAsync(server.PushUri);
        using var speaker = await TestClient.OpenJsonAsync(server.PushUri);
        await listener.SubscribeAsync("room.order");

        // Answered from the last to the first: each waits for the one behind it.
        var answered = Enumerable.Range(0, 9).Select(_ => new TaskCompletionSource()).ToArray();
        answered[8].SetResult();
        server.Application.Answers(async (_, post) =>
        {
            if (!post.Data.TryGetProperty("data", out var data))
                return;
            await answered[data.GetInt32() + 1].Task;
            answered[data.GetInt32()].SetResult();
        });
        for (var n = 0; n < 8; n++)
            await speaker.SendAsync($$"""{"type":"publish","topic":"room.order","data":{{n}}}""");

        for (var n = 0; n < 8; n++)
            Assert.Equal(n, (await listener.ReceiveJsonAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task A_plain_client_enters_or_gets_403_with_the_reason()
    {
        await server.ExpectWellAsync();
        using (var client = await TestClient.OpenAsync(server.PushUri, "/topics/room.plain"))
        {
            await server.Admin.ExpectSubscribersAsync("room.plain", 1);
        }

        server.Application.Answers(403, "members only");
        using var refused = await RawClient.ConnectAsync(server.PushUri);
        await refused.SendAsync("GET /topics/room.plain HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        var answer = Encoding.UTF8.GetString(await refused.ReceiveToEndAsync());

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("members only", answer, StringComparison.Ordinal);
    }
}
