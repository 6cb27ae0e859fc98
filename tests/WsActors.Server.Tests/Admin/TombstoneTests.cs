using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Admin;

/// <summary>Connections that have ended, as an operator finds them.</summary>
public sealed class TombstoneTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task A_client_that_was_disconnected_is_found_by_its_id_with_the_reason()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("tomb.found");
        await server.Admin.DeleteAsync($"/api/connections/{client.Id}?code=4001&reason=rules");
        await client.ReceiveCloseAsync();

        var tombstone = Assert.Single((await FindAsync($"id={client.Id}")).EnumerateArray());
        Assert.Equal(client.Id, tombstone.GetProperty("id").GetString());
        Assert.Equal(("server", "closed"), (tombstone.GetProperty("endedBy").GetString(), tombstone.GetProperty("outcome").GetString()));
        Assert.Equal((4001, "rules"), (tombstone.GetProperty("code").GetInt32(), tombstone.GetProperty("reason").GetString()));
        Assert.Equal("tomb.found", Assert.Single(tombstone.GetProperty("subscriptions").EnumerateArray()).GetString());
        Assert.True(tombstone.GetProperty("durationSeconds").GetDouble() >= 0);
        Assert.Single((await FindAsync("topic=tomb.found")).EnumerateArray());

        await Eventually.HoldsAsync(async () =>
        {
            var answer = await server.Admin.GetAsync($"/api/connections/{client.Id}");
            answer.ExpectProblem(HttpStatusCode.NotFound, "unknown_connection");
            Assert.Contains("was closed by the server with 4001", answer.Detail, StringComparison.Ordinal);
            Assert.Contains($"/api/tombstones?id={client.Id}", answer.Detail, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_refused_handshake_is_found_with_its_cause()
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To("/nowhere"));
        Assert.StartsWith("HTTP/1.1 404", await client.ReceiveHeadAsync(), StringComparison.Ordinal);

        await Eventually.HoldsAsync(async () => Assert.Contains(
            (await FindAsync("limit=1000")).EnumerateArray(),
            tombstone => tombstone.GetProperty("outcome").GetString() == "refused" && tombstone.GetProperty("remoteAddress").GetString() == client.LocalEndPoint.ToString()));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_each_connection_comes_once()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var client = await TestClient.OpenJsonAsync(server.PushUri);
            await client.SubscribeAsync("tomb.pages");
            await server.Admin.DeleteAsync($"/api/connections/{client.Id}");
            await client.ReceiveCloseAsync();
            ids.Add(client.Id);
        }

        var found = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await server.Admin.GetAsync($"/api/tombstones?topic=tomb.pages&limit=2{cursor}")).Json;
            found.AddRange(page.GetProperty("tombstones").EnumerateArray().Select(tombstone => tombstone.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(ids.AsEnumerable().Reverse(), found);
    }

    [Theory]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("cursor=!", "invalid_cursor")]
    [InlineData("cursor=bm8gaWQ", "invalid_cursor")]
    [InlineData("topic=", "invalid_topic")]
    [InlineData("id=7", "malformed_request")]
    public async Task A_wrong_filter_is_400(string query, string code) =>
        (await server.Admin.GetAsync($"/api/tombstones?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Without_room_none_is_kept()
    {
        await using var without = await RunningServer.StartAsync("--WsActors:Push:Tombstones=0");
        using var admin = new AdminClient(without.AdminUri);
        using var client = await TestClient.OpenJsonAsync(without.PushUri);
        await admin.DeleteAsync($"/api/connections/{client.Id}");
        await client.ReceiveCloseAsync();

        Assert.Empty((await admin.GetAsync("/api/tombstones")).Json.GetProperty("tombstones").EnumerateArray());
    }

    private async Task<JsonElement> FindAsync(string query)
    {
        var answer = await server.Admin.GetAsync($"/api/tombstones?{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("tombstones");
    }
}
