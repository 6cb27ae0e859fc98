using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Access;

/// <summary>Tokens that end while their bearers are connected.</summary>
[Trait("Speed", "Slow")]
public sealed class ExpiryTests(ExpiryServer server) : IClassFixture<ExpiryServer>
{
    [Fact]
    public async Task A_client_is_asked_for_a_new_token_and_without_one_told_goodbye_and_closed_with_4200()
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("exp", In(2))));

        Assert.Equal("refresh", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        var goodbye = await client.ReceiveJsonAsync();
        Assert.Equal(("goodbye", "token_expired"), (goodbye.GetProperty("type").GetString(), goodbye.GetProperty("reason").GetString()));
        Assert.Equal(4200, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_new_token_takes_the_place_of_the_old_one()
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("exp", In(3))));
        await client.ReceiveJsonAsync();
        var end = In(3600);

        var answer = await RefreshAsync(client, TestIssuer.For("ann", ("exp", end)));

        Assert.Equal("refreshed", answer.GetProperty("type").GetString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(end), answer.GetProperty("expiresAt").GetDateTimeOffset());
        await StillThereAfterTheEndOf(client, In(3));
    }

    [Fact]
    public async Task A_token_that_is_not_taken_leaves_the_old_one_as_it_is()
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("exp", In(3600))));

        Assert.Equal("invalid_token", (await RefreshAsync(client, TestIssuer.For("ann", ("exp", In(-5))))).GetProperty("code").GetString());
        Assert.Equal("invalid_token", (await RefreshAsync(client, TestIssuer.For("ben"))).GetProperty("code").GetString());
        Assert.Equal("invalid_token", (await RefreshAsync(client, "nonsense")).GetProperty("code").GetString());
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task A_narrower_token_takes_away_the_subscriptions_that_it_does_not_list()
    {
        using var client = await OpenAsync(TestIssuer.For("ann", ("exp", In(3600))));
        await client.SubscribeAsync("kept");
        await client.SubscribeAsync("lost");

        await RefreshAsync(client, TestIssuer.For("ann", ("exp", In(3600)), ("subscribe", new[] { "kept" })));

        var taken = await client.ReceiveJsonAsync();
        Assert.Equal(
            ("unsubscribed", "lost", "no_longer_allowed"),
            (taken.GetProperty("type").GetString(), taken.GetProperty("topic").GetString(), taken.GetProperty("reason").GetString()));
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task A_plain_connection_is_closed_with_4200()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, $"/topics/news?access_token={TestIssuer.For("ann", ("exp", In(2)))}");

        Assert.Equal(4200, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task An_event_stream_is_told_why_it_ends()
    {
        using var stream = await EventStream.OpenAsync(Http($"/topics/news?access_token={TestIssuer.For("ann", ("exp", In(2)))}"));

        while (await stream.NextAsync("event") != "closed")
        {
        }

        Assert.Contains("\"name\":\"token_expired\"", await stream.NextAsync("data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_is_answered_401()
    {
        using var http = new HttpClient();
        var answer = await http.GetAsync(Http($"/topics/news?poll=true&access_token={TestIssuer.For("ann", ("exp", In(2)))}"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("the token has expired", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_refused_where_the_settings_say_so()
    {
        using var http = new HttpClient();
        var answer = await http.GetAsync(Http("/topics/news?poll=true"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.StartsWith("401 token_required: ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static long In(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    // Another connection, whose token ends later than the old one would have, is closed: then the old end has passed.
    private async Task StillThereAfterTheEndOf(TestClient client, long end)
    {
        using var other = await OpenAsync(TestIssuer.For("ben", ("exp", end)));
        Assert.Equal(4200, (int)await other.ReceiveCloseAsync());
        await client.ExpectPongAsync();
    }

    private async Task<TestClient> OpenAsync(string token)
    {
        var client = await TestClient.OpenAsync(server.PushUri, $"/connect?access_token={token}");
        await client.ReceiveJsonAsync();
        return client;
    }

    private static async Task<JsonElement> RefreshAsync(TestClient client, string token)
    {
        await client.SendAsync($$"""{"type":"refresh","id":"r","token":"{{token}}"}""");
        return await client.ReceiveJsonAsync();
    }

    private Uri Http(string target) => new($"http://{server.PushUri.Authority}{target}");
}
