using System.Text;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>The application decides which clients may connect, and with which identity.</summary>
[Trait("Speed", "Slow")]
public sealed class ConnectTests : IAsyncLifetime
{
    private ApplicationServer _application = null!;
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _application = await ApplicationServer.StartAsync();
        _server = await RunningServer.StartAsync(
            [.. _application.Settings, "--WsActors:Webhooks:Connect=true", "--WsActors:Webhooks:DecisionTimeout=00:00:04"]);
    }

    [Fact]
    public async Task A_client_comes_in_as_whom_the_application_says()
    {
        _application.Answers(200, """{"user":"ann"}""");
        using var client = await TestClient.OpenAsync(_server.PushUri, "/connect");

        Assert.Equal("ann", (await client.ReceiveJsonAsync()).GetProperty("user").GetString());
        var asked = (await _application.NextAsync("wsactors.connect")).Data;
        Assert.Equal("/connect", asked.GetProperty("path").GetString());
        Assert.StartsWith("127.0.0.1:", asked.GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_whom_the_application_says_nothing_about_comes_in_as_a_stranger()
    {
        _application.Answers(204);
        using var client = await TestClient.OpenAsync(_server.PushUri, "/connect");

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.ReceiveJsonAsync()).GetProperty("user").ValueKind);
    }

    [Fact]
    public async Task The_topics_that_the_answer_lets_it_subscribe_to_are_the_only_ones()
    {
        _application.Answers(200, """{"user":"ann","subscribe":["room.*"]}""");
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        await client.SubscribeAsync("room.1");
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"rooms"}""");

        Assert.Equal("subscribe_forbidden", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_topics_of_the_answer_are_subscribed_to_without_asking()
    {
        _application.Answers(200, """{"user":"ann","topics":["inbox.ann","news"]}""");
        using var client = await TestClient.OpenJsonAsync(_server.PushUri);
        var topics = new[] { await client.ReceiveJsonAsync(), await client.ReceiveJsonAsync() }.Select(subscribed => subscribed.GetProperty("topic").GetString());

        Assert.Equal(["inbox.ann", "news"], topics.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(401, "no such user", "HTTP/1.1 403 ", "no such user")]
    [InlineData(403, "", "HTTP/1.1 403 ", "does not let this client in")]
    [InlineData(500, "stack trace", "HTTP/1.1 503 ", "could not be asked")]
    [InlineData(200, "{not json", "HTTP/1.1 503 ", "could not be asked")]
    [InlineData(200, """{"user":7}""", "HTTP/1.1 503 ", "could not be asked")]
    public async Task Other_answers_keep_it_out(int status, string body, string expectedStatus, string expectedText)
    {
        _application.Answers(status, body);
        using var client = await RawClient.ConnectAsync(_server.PushUri);
        await client.SendAsync("GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        var answer = Encoding.UTF8.GetString(await client.ReceiveToEndAsync());

        Assert.StartsWith(expectedStatus, answer, StringComparison.Ordinal);
        Assert.Contains(expectedText, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_application_hangs_a_client_is_told_within_the_timeout()
    {
        _application.Answers((context, _) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        using var client = await RawClient.ConnectAsync(_server.PushUri);
        await client.SendAsync("GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 503 ", Encoding.UTF8.GetString(await client.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_failures_let_in_a_client_comes_in_as_a_stranger()
    {
        await using var server = await RunningServer.StartAsync(
            [.. _application.Settings, "--WsActors:Webhooks:Connect=true", "--WsActors:Webhooks:OnFailure=Allow"]);
        _application.Answers(500);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        await client.ExpectPongAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _application.DisposeAsync();
    }
}
