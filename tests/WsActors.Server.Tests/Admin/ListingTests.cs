using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>Topics and connections, page by page.</summary>
public sealed class ListingTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task Topics_come_in_the_order_of_their_names_each_once_page_by_page()
    {
        foreach (var name in new[] { "page.b", "page.c", "page.a", "page.e", "page.d", "other" })
            await server.Admin.PublishAsync(name, "x");

        var pages = await PagesAsync("/api/topics?prefix=page.&limit=2", "topics");

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(
            ["page.a", "page.b", "page.c", "page.d", "page.e"],
            pages.SelectMany(page => page).Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Fact]
    public async Task Connections_of_a_topic_come_each_once_page_by_page()
    {
        var clients = new List<TestClient>();
        for (var i = 0; i < 5; i++)
            clients.Add(await TestClient.OpenAsync(server.PushUri, "/topics/list.members"));
        await server.Admin.ExpectSubscribersAsync("list.members", 5);
        using var elsewhere = await TestClient.OpenAsync(server.PushUri, "/topics/list.elsewhere");

        var pages = await PagesAsync("/api/connections?topic=list.members&limit=2", "connections");

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(5, pages.SelectMany(page => page).Select(connection => connection.GetProperty("id").GetString()).Distinct().Count());
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Connections_of_a_topic_that_nobody_has_are_none() =>
        Assert.Empty(await server.Admin.ConnectionsOfAsync("list.nobody"));

    [Theory]
    [InlineData("/api/topics?limit=ten", "limit is \"ten\": a whole number is allowed, once")]
    [InlineData("/api/topics?limit=1&limit=2", "limit is \"1,2\": a whole number is allowed, once")]
    [InlineData("/api/topics/a/messages?since=x", "since is \"x\": a whole number is allowed, once")]
    public async Task A_query_parameter_of_a_wrong_type_is_named_with_what_is_allowed(string path, string detail) =>
        Assert.Equal(detail, (await server.Admin.GetAsync(path)).Detail);

    [Theory]
    [InlineData("/api/topics?limit=0", "invalid_limit")]
    [InlineData("/api/topics?limit=-1", "invalid_limit")]
    [InlineData("/api/topics?limit=1001", "invalid_limit")]
    [InlineData("/api/topics?limit=ten", "malformed_request")]
    [InlineData("/api/topics?cursor=!", "invalid_cursor")]
    [InlineData("/api/connections?limit=0", "invalid_limit")]
    [InlineData("/api/connections?limit=-1", "invalid_limit")]
    [InlineData("/api/connections?limit=1001", "invalid_limit")]
    [InlineData("/api/connections?limit=99999999999", "malformed_request")]
    [InlineData("/api/connections?cursor=!", "invalid_cursor")]
    [InlineData("/api/connections?cursor=bm8gaWQ", "invalid_cursor")]
    [InlineData("/api/connections?topic=", "invalid_topic")]
    public async Task A_wrong_limit_cursor_or_filter_is_400(string path, string code) =>
        (await server.Admin.GetAsync(path)).ExpectProblem(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("/api/topics?limit=1")]
    [InlineData("/api/topics?limit=1000")]
    [InlineData("/api/connections?limit=1000")]
    public async Task The_bounds_of_a_limit_are_allowed(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await server.Admin.GetAsync(path)).Status);

    [Fact]
    public async Task A_topic_shows_subscribers_position_and_the_rule_in_force()
    {
        await server.Admin.PublishAsync("closed.shop", "x");

        var topic = (await server.Admin.GetAsync("/api/topics/closed.shop")).Json;
        Assert.Equal(0, topic.GetProperty("subscribers").GetInt32());
        Assert.Equal(1, topic.GetProperty("offset").GetInt64());
        Assert.Equal("closed.*", topic.GetProperty("rule").GetProperty("match").GetString());
        Assert.Equal("Nobody", topic.GetProperty("rule").GetProperty("subscribe").GetString());
    }

    [Fact]
    public async Task A_topic_that_nobody_uses_is_404() =>
        (await server.Admin.GetAsync("/api/topics/list.unheard")).ExpectProblem(HttpStatusCode.NotFound, "unknown_topic");

    private async Task<List<JsonElement[]>> PagesAsync(string path, string items)
    {
        var pages = new List<JsonElement[]>();
        for (var cursor = ""; pages.Count < 10;)
        {
            var page = (await server.Admin.GetAsync($"{path}{cursor}")).Json;
            pages.Add([.. page.GetProperty(items).EnumerateArray()]);
            if (page.GetProperty("next").GetString() is not { } next)
                break;

            cursor = $"&cursor={next}";
        }

        return pages;
    }
}
