using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

public sealed class BatchTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task Each_message_and_topic_has_its_own_result_and_a_failure_stops_no_other()
    {
        var results = await PublishAsync(
            """{"topics":["batch.a",""],"data":1}""", "null", """{"topics":["$node.stats",null,"batch.a"],"data":2}""");

        Assert.Equal(1, results[0][0].GetProperty("offset").GetInt64());
        Assert.Equal("invalid_topic", CodeOf(results[0][1]));
        Assert.Equal("malformed_request", CodeOf(results[1][0]));
        Assert.Equal("publish_forbidden", CodeOf(results[2][0]));
        Assert.Equal("invalid_topic", CodeOf(results[2][1]));
        Assert.Equal(2, results[2][2].GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task Data_arrives_as_it_was_written()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/batch.raw");
        await server.Admin.ExpectSubscribersAsync("batch.raw", 1);
        await PublishAsync("""{"topics":["batch.raw"],"data":{"ü":"<b>+&'",  "n":1.0}}""");

        Assert.Equal("""{"ü":"<b>+&'",  "n":1.0}""", await client.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("{\"topics\":[],\"data\":1}")]
    [InlineData("{\"data\":1}")]
    [InlineData("{\"topics\":[\"a\"]}")]
    public async Task A_message_without_topics_or_data_is_malformed(string message) =>
        Assert.Equal("malformed_request", CodeOf((await PublishAsync(message))[0][0]));

    [Fact]
    public async Task A_message_with_a_wrong_key_is_refused_and_one_with_a_good_key_is_not()
    {
        var results = await PublishAsync("""{"topics":["batch.key"],"data":1,"key":""}""", """{"topics":["batch.key"],"data":2,"key":"EUR/USD"}""");

        Assert.Equal("invalid_delivery_key", CodeOf(results[0][0]));
        Assert.Equal(1, results[1][0].GetProperty("offset").GetInt64());
    }

    [Theory]
    [InlineData("{oops", "malformed_json")]
    [InlineData("{\"messages\":7}", "malformed_json")]
    [InlineData("{\"messages\":[]}", "malformed_request")]
    [InlineData("{}", "malformed_request")]
    public async Task A_body_that_is_no_batch_is_400(string body, string code) =>
        (await server.Admin.PostAsync("/api/publish", body)).ExpectProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_batch_that_is_not_json_is_415() =>
        (await server.Admin.PostAsync("/api/publish", "{}", "text/plain")).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task A_batch_of_too_many_messages_is_400_batch_too_large()
    {
        var messages = string.Join(',', Enumerable.Repeat("""{"topics":["a"],"data":1}""", 4));
        (await server.Admin.PostAsync("/api/publish", $$"""{"messages":[{{messages}}]}""")).ExpectProblem(HttpStatusCode.BadRequest, "batch_too_large");
    }

    [Fact]
    public async Task A_batch_of_few_messages_for_too_many_topics_is_400_batch_too_large()
    {
        var topics = string.Join(',', Enumerable.Repeat("\"batch.many\"", 11));
        var message = $$"""{"topics":[{{topics}}],"data":1}""";

        (await server.Admin.PostAsync("/api/publish", $$"""{"messages":[{{message}},{{message}}]}""")).ExpectProblem(HttpStatusCode.BadRequest, "batch_too_large");
        (await server.Admin.GetAsync("/api/topics/batch.many")).ExpectProblem(HttpStatusCode.NotFound, "unknown_topic");
    }

    [Fact]
    public async Task A_batch_without_a_body_is_told_what_a_batch_is()
    {
        var answer = await server.Admin.PostAsync("/api/publish", "");

        answer.ExpectProblem(HttpStatusCode.BadRequest, "malformed_request");
        Assert.Contains("\"messages\": [", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"messages\":7}")]
    [InlineData("{\"messages\":[{\"topics\":\"a\",\"data\":1}]}")]
    [InlineData("{\"messages\":[{\"topics\":[7],\"data\":1}]}")]
    public async Task A_field_of_a_wrong_type_is_named_by_its_place_and_not_by_types_of_dotnet(string body)
    {
        var detail = (await server.Admin.PostAsync("/api/publish", body)).Detail;

        Assert.Contains("error at $.messages", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_a_batch__RFC8259_8_1()
    {
        var answer = await server.Admin.PostAsync("/api/publish", "\uFEFF{\"messages\":[{\"topics\":[\"batch.mark\"],\"data\":1}]}");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    [Fact]
    public async Task A_batch_over_the_body_limit_is_413_under_the_same_code_as_a_message() =>
        (await server.Admin.PostAsync("/api/publish", $$"""{"messages":[{"topics":["a"],"data":"{{new string('x', AdminServer.MaxBodyBytes)}}"}]}"""))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");

    private async Task<JsonElement[][]> PublishAsync(params string[] messages)
    {
        var answer = await server.Admin.PostAsync("/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("topics").EnumerateArray().ToArray())];
    }

    private static string? CodeOf(JsonElement result) => result.GetProperty("error").GetProperty("code").GetString();
}
