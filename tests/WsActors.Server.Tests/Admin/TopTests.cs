using System.Net;

namespace WsActors.Server.Tests.Admin;

/// <summary>The calls that show the topics and connections with the most traffic.</summary>
public sealed class TopTests(AdminServer server) : IClassFixture<AdminServer>
{
    // So many that the sample has some of them: the chance that it has none is below 1 in 10^13.
    private const int Publications = 2000;

    [Fact]
    public async Task The_busy_topic_is_at_the_top()
    {
        var message = """{"topics": ["busy"], "data": 1}""";
        for (var i = 0; i < Publications / 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await server.Admin.PostAsync("/api/publish", $$"""{"messages": [{{message}}, {{message}}, {{message}}]}""")).Status);

        var top = (await server.Admin.GetAsync("/api/top?by=topics&of=messages&limit=1")).Json;

        Assert.Equal("busy", Assert.Single(top.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(("topics", "messages", 64), (top.GetProperty("by").GetString(), top.GetProperty("of").GetString(), top.GetProperty("sampledOneIn").GetInt32()));
        Assert.Equal("connections", (await server.Admin.GetAsync("/api/top?by=connections&of=bytes")).Json.GetProperty("by").GetString());
    }

    [Theory]
    [InlineData("by=users", "invalid_top")]
    [InlineData("of=sorrow", "invalid_top")]
    [InlineData("limit=0", "invalid_limit")]
    public async Task Anything_else_is_400(string query, string code) =>
        (await server.Admin.GetAsync($"/api/top?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);
}
