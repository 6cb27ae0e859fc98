using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Tests presence over real sockets. All clients are anonymous here, and so identified by their connections.</summary>
[Collection(SharedServer.Name)]
public sealed class PresenceTests(SharedServer server)
{
    [Fact]
    public async Task Who_is_there_hears_who_comes_and_who_leaves()
    {
        using var ann = await JoinAsync("room.comings");
        var ben = await JoinAsync("room.comings");
        Assert.Equal(ben.Id, await HearAsync(ann, "joined"));

        ben.Dispose();
        Assert.Equal(ben.Id, await HearAsync(ann, "left"));
    }

    [Fact]
    public async Task Who_comes_back_within_the_grace_is_told_to_nobody()
    {
        using var ann = await JoinAsync("room.returns");
        using var ben = await JoinAsync("room.returns");
        await HearAsync(ann, "joined");
        await ben.SendAsync("""{"type":"unsubscribe","topic":"room.returns"}""");
        await ben.SendAsync("""{"type":"subscribe","topic":"room.returns"}""");

        // Whatever would be told of it, would be told before this.
        var cleo = await JoinAsync("room.returns");
        Assert.Equal(cleo.Id, await HearAsync(ann, "joined"));
        cleo.Dispose();
        Assert.Equal(cleo.Id, await HearAsync(ann, "left"));
    }

    [Fact]
    public async Task A_client_asks_who_is_there_page_by_page()
    {
        using var ann = await JoinAsync("room.pages");
        using var ben = await JoinAsync("room.pages");
        await HearAsync(ann, "joined");
        await ann.SendAsync("""{"type":"presence","id":7,"topic":"room.pages","limit":1}""");
        var first = await ann.ReceiveJsonAsync();
        await ann.SendAsync($$"""{"type":"presence","id":8,"topic":"room.pages","cursor":"{{first.GetProperty("cursor").GetString()}}"}""");
        var second = await ann.ReceiveJsonAsync();

        Assert.Equal(("presence", 7, 2), (Text(first, "type"), first.GetProperty("id").GetInt32(), first.GetProperty("total").GetInt32()));
        Assert.Equal([ann.Id, ben.Id], Members(first).Concat(Members(second)));
        Assert.False(second.TryGetProperty("cursor", out _));
    }

    [Fact]
    public async Task The_admin_API_lists_members_page_by_page()
    {
        using var ann = await JoinAsync("room.listed");
        using var ben = await JoinAsync("room.listed");
        var first = await server.Admin.GetAsync("/api/topics/room.listed/members?limit=1");
        var second = await server.Admin.GetAsync($"/api/topics/room.listed/members?cursor={Text(first.Json, "next")}");

        Assert.Equal(2, first.Json.GetProperty("total").GetInt32());
        Assert.Equal([ann.Id, ben.Id], Members(first.Json).Concat(Members(second.Json)));
    }

    [Theory]
    [InlineData("presence.none", "/members", 404, "no_presence")]
    [InlineData("room.nobody", "/members", 404, "unknown_topic")]
    [InlineData("presence.none", "/members?cursor=x", 400, "invalid_cursor")]
    [InlineData("presence.none", "/members?limit=0", 400, "invalid_limit")]
    public async Task The_admin_API_says_why_it_lists_nobody(string topic, string question, int status, string code)
    {
        await server.Admin.PublishAsync("presence.none", "x");
        var answer = await server.Admin.GetAsync($"/api/topics/{topic}{question}");

        Assert.Equal((status, code), ((int)answer.Status, Text(answer.Json, "code")));
    }

    [Theory]
    [InlineData("presence.off", "no_presence")]
    [InlineData("closed.room", "subscribe_forbidden")]
    [InlineData("room.empty", "unknown_topic")]
    public async Task A_client_that_may_not_know_is_told_why(string topic, string code)
    {
        await server.Admin.PublishAsync("presence.off", "x");
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync($$"""{"type":"presence","id":1,"topic":"{{topic}}"}""");

        Assert.Equal(code, Text(await client.ReceiveJsonAsync(), "code"));
    }

    [Fact]
    public async Task Plain_clients_and_event_streams_are_members_and_hear_only_messages()
    {
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/room.mixed");
        using var stream = await EventStream.OpenAsync(new(new UriBuilder(server.PushUri) { Scheme = "http" }.Uri, "/topics/room.mixed"));
        using var ann = await JoinAsync("room.mixed", others: 2);
        await server.Admin.PublishAsync("room.mixed", "hello");

        Assert.Equal("hello", await plain.ReceiveTextAsync());
        Assert.Contains("subscribed", await stream.NextAsync("data"), StringComparison.Ordinal);
        Assert.Equal("hello", await stream.NextAsync("data"));
        Assert.Equal(3, (await server.Admin.GetAsync("/api/topics/room.mixed/members")).Json.GetProperty("total").GetInt32());
    }

    /// <summary>Subscribes and hears of itself; of the others, who may be told in the same breath, it hears nothing yet or before.</summary>
    private async Task<TestClient> JoinAsync(string topic, int others = 0)
    {
        if (others > 0)
            await server.Admin.ExpectSubscribersAsync(topic, others);
        var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync(topic);
        while (await HearAsync(client, "joined") != client.Id)
        {
        }

        return client;
    }

    private static async Task<string> HearAsync(TestClient client, string type)
    {
        var told = await client.ReceiveJsonAsync();
        Assert.Equal(type, Text(told, "type"));
        return Text(told.GetProperty("member"), "connection")!;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static IEnumerable<string> Members(JsonElement page) =>
        page.GetProperty("members").EnumerateArray().Select(member => Text(member, "connection")!);
}
