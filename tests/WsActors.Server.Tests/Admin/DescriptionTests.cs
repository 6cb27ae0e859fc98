using System.Text.Json;
using WsActors.AspNetCore.Options;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Admin;

/// <summary>The OpenAPI document as generators of clients read it.</summary>
public sealed class DescriptionTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task Each_call_has_a_name_of_its_own_and_a_tag_that_is_no_class()
    {
        var operations = (await PathsAsync()).SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value).ToArray();
        var names = operations.Select(operation => operation.GetProperty("operationId").GetString()).ToArray();

        Assert.Equal(names.Distinct(), names);
        Assert.All(operations, operation => Assert.DoesNotContain("Endpoints", operation.GetProperty("tags")[0].GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publishing_has_a_body_of_each_kind_and_both_keys()
    {
        var publish = (await PathsAsync())["/api/topics/{topic}/messages"].GetProperty("post");

        Assert.Equal(
            ["application/json", "text/plain", "application/octet-stream"],
            publish.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(content => content.Name));
        Assert.Equal(
            ["topic", "Idempotency-Key", "Delivery-Key", "WsActors-Except"],
            publish.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_batch_has_a_body_whose_messages_are_described()
    {
        var body = (await PathsAsync())["/api/publish"].GetProperty("post").GetProperty("requestBody");
        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        if (schema.TryGetProperty("$ref", out var reference))
            schema = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);

        Assert.True(schema.GetProperty("properties").TryGetProperty("messages", out _), schema.ToString());
    }

    [Fact]
    public async Task Readiness_may_be_503() => Assert.True(
        (await PathsAsync())["/readyz"].GetProperty("get").GetProperty("responses").TryGetProperty("503", out _));

    [Fact]
    public async Task Numbers_are_numbers_and_no_strings()
    {
        var node = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("TopicAnswer").GetProperty("properties");

        Assert.Equal("integer", node.GetProperty("offset").GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_version_is_the_products() => Assert.Equal(
        typeof(AdminOptions).Assembly.GetName().Version!.ToString(3),
        (await DocumentAsync()).GetProperty("info").GetProperty("version").GetString());

    [NodeFact]
    public async Task A_client_that_openapi_typescript_generates_compiles_and_publishes()
    {
        var address = server.Admin.Address.GetLeftPart(UriPartial.Authority);
        var printed = await ChildProcess.RunAsync("node", Path.Combine(ClientTools.Scripts, "generated-client.mjs"), address);

        Assert.Equal("""{"offset":1,"results":1}""", printed.Trim());
    }

    [KiotaFact]
    public async Task A_client_that_Kiota_generates_compiles_publishes_and_tells_errors_apart()
    {
        await using var keeping = await RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=10");
        var printed = await KiotaClient.RunAsync(keeping.AdminUri);

        Assert.Equal(["""1 2 {"goal":"2:1"} text""", "403 publish_forbidden"], printed.Trim().Split('\n'));
    }

    [Fact]
    public async Task Errors_have_a_code_and_any_JSON_is_no_type_of_its_own()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        Assert.True(schemas.GetProperty("ProblemDetails").GetProperty("properties").TryGetProperty("code", out _));
        Assert.False(schemas.GetProperty("MessageAnswer").GetProperty("properties").GetProperty("data").TryGetProperty("$ref", out _));
    }

    private async Task<JsonElement> DocumentAsync() => (await server.Admin.GetAsync("/openapi/v1.json")).Json;

    private async Task<Dictionary<string, JsonElement>> PathsAsync() =>
        (await DocumentAsync()).GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);
}
