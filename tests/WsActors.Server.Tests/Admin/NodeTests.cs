using System.Net;

namespace WsActors.Server.Tests.Admin;

/// <summary>The node's own pages, and what no page is.</summary>
public sealed class NodeTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Theory]
    [InlineData("/healthz", "alive\n")]
    [InlineData("/readyz", "ready\n")]
    public async Task Health_is_one_word(string path, string word)
    {
        var answer = await server.Admin.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, word), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task The_node_names_its_state_version_and_push_address()
    {
        var node = (await server.Admin.GetAsync("/api/node")).Json;

        Assert.Equal("ready", node.GetProperty("state").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+$", node.GetProperty("version").GetString());
        Assert.Equal(server.PushUri.Authority, node.GetProperty("pushAddress").GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_404() =>
        (await server.Admin.GetAsync("/api/nothing")).ExpectProblem(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task A_method_that_is_not_allowed_is_405() =>
        (await server.Admin.PutAsync("/api/node")).ExpectProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://localhost")]
    public async Task A_page_of_another_origin_may_not_change_anything(string origin)
    {
        var request = server.Admin.Request(HttpMethod.Post, "/api/topics/a/messages");
        request.Headers.Add("Origin", origin);

        (await server.Admin.SendAsync(request)).ExpectProblem(HttpStatusCode.Forbidden, "foreign_page");
    }

    [Fact]
    public async Task A_page_under_a_name_that_was_made_to_point_here_may_not_change_anything()
    {
        var request = server.Admin.Request(HttpMethod.Post, "/api/topics/a/messages");
        request.Headers.Host = $"evil.example:{server.Admin.Address.Port}";
        request.Headers.Add("Origin", $"http://evil.example:{server.Admin.Address.Port}");

        (await server.Admin.SendAsync(request)).ExpectProblem(HttpStatusCode.Forbidden, "host_not_allowed");
    }

    [Theory]
    [InlineData("/api/topics")]
    [InlineData("/metrics")]
    [InlineData("/")]
    public async Task A_page_under_a_name_that_was_made_to_point_here_may_not_read_anything(string path)
    {
        var request = server.Admin.Request(HttpMethod.Get, path);
        request.Headers.Host = $"evil.example:{server.Admin.Address.Port}";

        (await server.Admin.SendAsync(request)).ExpectProblem(HttpStatusCode.Forbidden, "host_not_allowed");
    }

    // An orchestrator asks by the address that it gave the container.
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Liveness_and_readiness_are_told_under_every_name(string path)
    {
        var request = server.Admin.Request(HttpMethod.Get, path);
        request.Headers.Host = "10.0.0.7:8081";

        Assert.Equal(HttpStatusCode.OK, (await server.Admin.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_nodes_own_pages_may()
    {
        var request = server.Admin.Request(HttpMethod.Post, "/api/topics/a/messages");
        request.Headers.Add("Origin", $"http://{server.Admin.Address.Authority}");

        Assert.Equal(HttpStatusCode.OK, (await server.Admin.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_description_is_json_and_tells_of_every_call_with_a_summary()
    {
        var document = (await server.Admin.GetAsync("/openapi/v1.json")).Json;

        var paths = document.GetProperty("paths");
        var calls = paths.EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name.ToUpperInvariant()} {path.Name}"))
            .ToArray();
        Assert.Superset(
            new HashSet<string>
            {
                "POST /api/topics/{topic}/messages", "POST /api/publish", "GET /api/topics", "GET /api/topics/{topic}",
                "GET /api/connections", "GET /api/connections/{id}", "DELETE /api/connections/{id}",
                "PUT /api/connections/{id}/topics/{topic}", "DELETE /api/connections/{id}/topics/{topic}",
                "GET /api/node", "POST /api/node/drain", "GET /healthz", "GET /readyz",
            },
            calls.ToHashSet());
        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            call => Assert.NotEmpty(call.Value.GetProperty("summary").GetString()!));
    }
}
