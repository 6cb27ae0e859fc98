using System.Net;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>One connection: seen, steered, closed.</summary>
public sealed class ConnectionTests(AdminServer server) : IClassFixture<AdminServer>
{
    private const string Nobody = "0000000000000000";

    [Fact]
    public async Task A_connection_is_shown_with_what_passed_over_it()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("con.shown");

        var connection = (await server.Admin.GetAsync($"/api/connections/{client.Id}")).Json;
        Assert.Equal(client.Id, connection.GetProperty("id").GetString());
        Assert.Equal("open", connection.GetProperty("state").GetString());
        Assert.Equal("json", connection.GetProperty("protocol").GetString());
        Assert.StartsWith("127.0.0.1:", connection.GetProperty("remoteAddress").GetString(), StringComparison.Ordinal);
        Assert.Equal("con.shown", Assert.Single(connection.GetProperty("subscriptions").EnumerateArray()).GetString());
        Assert.Equal(1, connection.GetProperty("messagesReceived").GetInt64());
        Assert.Equal(2, connection.GetProperty("messagesSent").GetInt64());
    }

    [Fact]
    public async Task A_connection_by_itself_is_shown_in_detail_and_in_a_list_without()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("con.detail");
        await server.Admin.PublishAsync("con.detail", "one");
        await client.ReceiveJsonAsync();

        var detail = (await server.Admin.GetAsync($"/api/connections/{client.Id}")).Json.GetProperty("detail");
        Assert.Equal(("websocket", false), (detail.GetProperty("carrier").GetString(), detail.GetProperty("backEnd").GetBoolean()));
        var subscription = Assert.Single(detail.GetProperty("subscriptions").EnumerateArray());
        Assert.Equal(("con.detail", "live", 1L), (subscription.GetProperty("topic").GetString(), subscription.GetProperty("state").GetString(), subscription.GetProperty("head").GetInt64()));
        Assert.NotEmpty(subscription.GetProperty("epoch").GetString()!);
        Assert.True(detail.GetProperty("nextPingAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.Empty(detail.GetProperty("drops").EnumerateArray());
        Assert.False(Assert.Single(await server.Admin.ConnectionsOfAsync("con.detail")).TryGetProperty("detail", out _));
    }

    [Fact]
    public async Task The_application_subscribes_and_unsubscribes_a_client()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.PutAsync(Subscription(client, "con.a%2Fb"))).Status);
        Assert.Equal("con.a/b", (await client.ReceiveJsonAsync()).GetProperty("topic").GetString());
        await server.Admin.PublishAsync("con.a/b", "assigned");
        Assert.Equal("assigned", (await client.ReceiveJsonAsync()).GetProperty("data").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync(Subscription(client, "con.a%2Fb"))).Status);
        var taken = await client.ReceiveJsonAsync();
        Assert.Equal("unsubscribed", taken.GetProperty("type").GetString());
        Assert.NotEmpty(taken.GetProperty("reason").GetString()!);
        await server.Admin.ExpectSubscribersAsync("con.a/b", 0);
    }

    [Fact]
    public async Task Subscribing_a_client_twice_is_409_and_unsubscribing_it_from_nothing_404()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await server.Admin.PutAsync(Subscription(client, "con.twice"));

        (await server.Admin.PutAsync(Subscription(client, "con.twice"))).ExpectProblem(HttpStatusCode.Conflict, "already_subscribed");
        (await server.Admin.DeleteAsync(Subscription(client, "con.never"))).ExpectProblem(HttpStatusCode.NotFound, "not_subscribed");
    }

    [Theory]
    [InlineData("closed.shop", HttpStatusCode.Forbidden, "subscribe_forbidden")]
    [InlineData("$no.such", HttpStatusCode.NotFound, "unknown_topic")]
    [InlineData("%FF", HttpStatusCode.BadRequest, "invalid_topic")]
    public async Task Subscribing_a_client_where_that_cannot_be_is_a_problem(string topic, HttpStatusCode status, string code)
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        (await server.Admin.PutAsync(Subscription(client, topic))).ExpectProblem(status, code);
        await client.ExpectPongAsync();
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData("no-id")]
    public async Task Whatever_is_asked_of_a_connection_that_is_not_there_is_404(string id)
    {
        var path = $"/api/connections/{id}";
        (await server.Admin.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
        (await server.Admin.DeleteAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
        (await server.Admin.PutAsync($"{path}/topics/a")).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
        (await server.Admin.DeleteAsync($"{path}/topics/a")).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
    }

    [Fact]
    public async Task A_connection_of_another_node_is_404_and_the_message_says_so()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        var other = $"{(client.Id!.StartsWith('0') ? '1' : '0')}{client.Id[1..]}";
        var answer = await server.Admin.GetAsync($"/api/connections/{other}");

        answer.ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
        Assert.Contains("belongs to another node", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 4000)]
    [InlineData("?code=1008&reason=rules", 1008)]
    [InlineData("?code=4999", 4999)]
    [InlineData("?code=3000&reason=", 3000)]
    public async Task A_client_is_disconnected_with_the_code_that_was_asked_for(string query, int code)
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        Assert.Equal(HttpStatusCode.Accepted, (await server.Admin.DeleteAsync($"/api/connections/{client.Id}{query}")).Status);

        Assert.Equal(code, (int)await client.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("code=999", "invalid_close")]
    [InlineData("code=1005", "invalid_close")]
    [InlineData("code=1006", "invalid_close")]
    [InlineData("code=2999", "invalid_close")]
    [InlineData("code=5000", "invalid_close")]
    [InlineData("code=-1", "invalid_close")]
    [InlineData("code=65536", "invalid_close")]
    [InlineData("code=soon", "malformed_request")]
    public async Task A_code_that_may_not_be_sent_is_400_and_closes_nothing(string query, string code)
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        (await server.Admin.DeleteAsync($"/api/connections/{client.Id}?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task A_reason_of_124_bytes_is_400()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);

        (await server.Admin.DeleteAsync($"/api/connections/{client.Id}?reason={new string('x', 124)}"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid_close");
    }

    private static string Subscription(TestClient client, string topic) => $"/api/connections/{client.Id}/topics/{topic}";
}
