using System.Net;
using CsCheck;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>A request acts on the names that its path was routed by, however the path is written.</summary>
public sealed class PathTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task However_a_path_is_encoded_it_publishes_to_the_topic_that_it_names()
    {
        var requests = PathEncodings.Name.SelectMany(topic => Gen.Select(
            PathEncodings.Encoded("topics"), PathEncodings.Encoded(topic), PathEncodings.Encoded("messages"),
            (topics, name, messages) => (topic, $"/api/{topics}/{name}/{messages}")));

        await requests.SampleAsync(
            async (topic, path) =>
            {
                var answer = await server.Admin.PostAsync(path, "1");
                if (topic is "." or "..")
                    answer.ExpectProblem(HttpStatusCode.BadRequest, "malformed_request");
                else if (topic.StartsWith('$'))
                    answer.ExpectProblem(HttpStatusCode.Forbidden, "publish_forbidden");
                else
                    Assert.Equal(topic, answer.Json.GetProperty("topic").GetString());
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData("/topics/secret/../../api/topics/public.feed/messages")]
    [InlineData("/api/topics/secret/%2e%2e/public.feed/messages")]
    [InlineData("/api/topics/../messages")]
    [InlineData("/api/topics/%2E/messages")]
    public async Task A_path_with_dot_segments_is_400_and_publishes_nothing(string path)
    {
        (await server.Admin.PostAsync(path, "1")).ExpectProblem(HttpStatusCode.BadRequest, "malformed_request");
        foreach (var topic in new[] { "secret", "public.feed" })
            Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync($"/api/topics/{topic}")).Status);
    }

    [Fact]
    public async Task A_user_is_the_one_that_the_path_names_however_the_rest_is_encoded()
    {
        var answer = await server.Admin.DeleteAsync("/api/us%65rs/bob/connections");

        answer.ExpectProblem(HttpStatusCode.NotFound, "unknown_user");
        Assert.Contains("bob", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_in_absolute_form_names_what_its_path_names__RFC9112_3_2_2()
    {
        using var client = await RawClient.ConnectAsync(server.Admin.Address);
        await client.SendAsync("POST http://localhost/api/topics/from.absolute/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Admin.GetAsync("/api/topics/from.absolute")).Status);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task No_topic_can_be_called_by_dots_in_a_batch_either(string topic)
    {
        var answer = await server.Admin.PostAsync("/api/publish", $$"""{"messages": [{"topics": ["{{topic}}"], "data": 1}]}""");

        var error = answer.Json.GetProperty("results")[0].GetProperty("topics")[0].GetProperty("error");
        Assert.Equal("invalid_topic", error.GetProperty("code").GetString());
    }
}
