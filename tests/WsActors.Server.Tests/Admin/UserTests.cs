using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>All connections of one user: seen, steered, closed. Each test has users of its own.</summary>
public sealed class UserTests(TokenServer server) : IClassFixture<TokenServer>
{
    [Fact]
    public async Task The_connections_of_a_user_are_listed_and_no_others()
    {
        using var one = await OpenAsync("list/ed");
        using var two = await OpenAsync("list/ed");
        using var other = await OpenAsync("list");

        var listed = await ListAsync("list%2Fed");

        Assert.Equal([one.Id, two.Id], listed.Select(connection => connection.GetProperty("id").GetString()));
        Assert.All(listed, connection => Assert.Equal("list/ed", connection.GetProperty("user").GetString()));
    }

    [Fact]
    public async Task A_user_and_a_topic_may_be_asked_for_together()
    {
        using var one = await OpenAsync("both");
        using var two = await OpenAsync("both");
        await two.SubscribeAsync("users.both.x");

        Assert.Equal(two.Id, Assert.Single(await ListAsync("both&topic=users.both.x")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_user_that_left_is_forgotten()
    {
        using (await OpenAsync("left"))
            Assert.Single(await ListAsync("left"));

        await Eventually.HoldsAsync(async () => Assert.Empty(await ListAsync("left")));
    }

    [Fact]
    public async Task A_user_is_disconnected_from_all_its_connections()
    {
        using var one = await OpenAsync("gone");
        using var two = await OpenAsync("gone");
        using var other = await OpenAsync("stays");

        var answer = await server.Admin.DeleteAsync("/api/users/gone/connections?code=4001&reason=over");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(2, answer.Json.GetProperty("connections").GetArrayLength());
        Assert.Equal(4001, (int)await one.ReceiveCloseAsync());
        Assert.Equal(4001, (int)await two.ReceiveCloseAsync());
        await other.ExpectPongAsync();
    }

    [Theory]
    [InlineData("topics", "topics")]
    [InlineData("a.b", "a%2Fb")]
    public async Task A_user_is_subscribed_and_unsubscribed_on_all_its_connections(string user, string topic)
    {
        using var one = await OpenAsync(user);
        using var two = await OpenAsync(user);
        var path = $"/api/users/{user}/topics/{topic}";

        Assert.Equal(HttpStatusCode.OK, (await server.Admin.PutAsync(path)).Status);
        foreach (var client in new[] { one, two })
            Assert.Equal(Uri.UnescapeDataString(topic), (await client.ReceiveJsonAsync()).GetProperty("topic").GetString());

        var again = (await server.Admin.PutAsync(path)).Json.GetProperty("connections");
        Assert.All(again.EnumerateArray(), result => Assert.Equal("already_subscribed", result.GetProperty("code").GetString()));

        Assert.Equal(HttpStatusCode.OK, (await server.Admin.DeleteAsync(path)).Status);
        foreach (var client in new[] { one, two })
            Assert.Equal("unsubscribed", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Whatever_is_asked_of_a_user_that_is_not_there_is_404()
    {
        (await server.Admin.DeleteAsync("/api/users/nobody/connections")).ExpectProblem(HttpStatusCode.NotFound, "unknown_user");
        (await server.Admin.PutAsync("/api/users/nobody/topics/a")).ExpectProblem(HttpStatusCode.NotFound, "unknown_user");
        (await server.Admin.DeleteAsync("/api/users/nobody/topics/a")).ExpectProblem(HttpStatusCode.NotFound, "unknown_user");
        Assert.Empty(await ListAsync("nobody"));
    }

    [Theory]
    [InlineData("/api/users/%FF/topics/a", "malformed_request")]
    [InlineData("/api/users/a/topics/%FF", "invalid_topic")]
    public async Task A_path_that_is_no_UTF8_is_400(string path, string code) =>
        (await server.Admin.PutAsync(path)).ExpectProblem(HttpStatusCode.BadRequest, code);

    private async Task<TestClient> OpenAsync(string user)
    {
        var client = await server.OpenAsync(TestIssuer.For(user));
        await client.ReceiveWelcomeAsync();
        return client;
    }

    private async Task<JsonElement[]> ListAsync(string user) =>
        [.. (await server.Admin.GetAsync($"/api/connections?user={user}")).Json.GetProperty("connections").EnumerateArray()];
}
