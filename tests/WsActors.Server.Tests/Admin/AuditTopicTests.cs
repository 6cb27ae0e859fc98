using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>The audit log as a topic.</summary>
[Trait("Speed", "Slow")]
public sealed class AuditTopicTests : IAsyncLifetime, IDisposable
{
    private const string Key = "a-key-of-the-deployment";

    private RunningServer _server = null!;
    private AdminClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            "--WsActors:Admin:AuditTopic=$audit", "--WsActors:Admin:NamedApiKeys:0:Name=deploy", $"--WsActors:Admin:NamedApiKeys:0:Key={Key}",
            "--WsActors:Admin:AuditPublications=true", "--WsActors:Push:AcceptApiKeys=true",
            "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:Subscribe=Anyone", "--WsActors:Topics:Rules:0:History:Messages=10");
        _admin = new AdminClient(_server.AdminUri, new KeyHandler(Key));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Calls_are_published_to_a_topic_that_only_back_ends_and_consoles_may_read()
    {
        var ticket = (await _admin.PostAsync("/api/console/ticket")).Json.GetProperty("token").GetString();
        using var stranger = await TestClient.OpenJsonAsync(_server.PushUri);
        using var backEnd = await TestClient.OpenJsonAsync(_server.PushUri, "X-API-Key", Key);
        using var console = await TestClient.OpenJsonAsync(_server.PushUri, offer: $"bearer.{ticket}");
        await backEnd.ReceiveWelcomeAsync();
        await console.ReceiveWelcomeAsync();
        await backEnd.SubscribeAsync("$audit");
        await console.SubscribeAsync("$audit");

        await _admin.DeleteAsync("/api/users/ann/connections");

        foreach (var reader in new[] { backEnd, console })
        {
            var entry = await NextAsync(reader, "DELETE");
            Assert.Equal(
                ("deploy", "/api/users/{user}/connections", "user=ann", 404),
                (Text(entry, "key"), Text(entry, "path"), Text(entry, "target"), entry.GetProperty("status").GetInt32()));
            Assert.DoesNotContain(Key, entry.GetRawText(), StringComparison.Ordinal);
        }

        foreach (var command in new[] { "subscribe", "history", "presence" })
        {
            await stranger.SendAsync($$"""{"type":"{{command}}","id":1,"topic":"$audit"}""");
            Assert.Equal("subscribe_forbidden", Text(await stranger.ReceiveJsonAsync(), "code"));
        }

        (await _admin.PutAsync($"/api/connections/{stranger.Id}/topics/$audit")).ExpectProblem(HttpStatusCode.Forbidden, "subscribe_forbidden");
        (await _admin.PostAsync("/api/topics/$audit/messages", "1")).ExpectProblem(HttpStatusCode.Forbidden, "publish_forbidden");
    }

    [Fact]
    public async Task A_publication_is_one_entry_which_makes_no_other()
    {
        await _admin.PublishAsync("news", "x");
        await _admin.PublishAsync("news", "y");

        await Eventually.HoldsAsync(async () => Assert.Equal(["topic=news", "topic=news"], (await EntriesAsync()).Select(entry => Text(entry, "target"))));
        await _admin.DeleteAsync("/api/topics/news/messages");
        await Eventually.HoldsAsync(async () => Assert.Equal(3, (await EntriesAsync()).Length));
    }

    [Fact]
    public async Task A_request_without_a_valid_key_is_an_entry_with_its_cause()
    {
        using var stranger = new AdminClient(_server.AdminUri, new KeyHandler("a-key-that-is-wrong"));
        await stranger.DeleteAsync("/api/topics/news/messages");

        await Eventually.HoldsAsync(async () =>
        {
            var entry = Assert.Single(await EntriesAsync());
            Assert.Equal("wrong_key", Text(entry, "refused"));
            Assert.False(entry.TryGetProperty("key", out _));
        });
    }

    private static async Task<JsonElement> NextAsync(TestClient reader, string method)
    {
        while (true)
        {
            var message = await reader.ReceiveJsonAsync();
            if (Text(message, "type") == "message" && Text(message.GetProperty("data"), "method") == method)
                return message.GetProperty("data");
        }
    }

    private async Task<JsonElement[]> EntriesAsync()
    {
        var answer = await _admin.GetAsync("/api/topics/$audit/messages");
        return answer.Status == HttpStatusCode.NotFound
            ? []
            : [.. answer.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("data"))];
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
