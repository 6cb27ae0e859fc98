using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.Documents;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Webhooks;
using WsActors.Testing;

namespace WsActors.Server.Tests.Access;

/// <summary>Back ends, which show an API key to the push listener.</summary>
[Trait("Speed", "Slow")]
public sealed class BackEndTests
{
    private const int Burst = 300;
    private const string Key = "a-key-of-sixteen+";
    private const string KeySetting = $"--WsActors:Admin:ApiKeys:0={Key}";
    private const string Accept = "--WsActors:Push:AcceptApiKeys=true";

    [Theory]
    [InlineData("/connect", "Authorization: Bearer {0}\r\n", true)]
    [InlineData("/connect", "X-API-Key: {0}\r\n", true)]
    [InlineData("/connect", "Sec-WebSocket-Protocol: wsactors.v1.json, bearer.{0}\r\n", true)]
    [InlineData("/connect?access_token={0}", "", false)]
    [InlineData("/connect", "Authorization: Bearer {0}x\r\n", false)]
    [InlineData("/connect", "X-API-Key: {0}x\r\n", false)]
    [InlineData("/connect", "X-API-Key: {0}\r\nX-API-Key: {0}\r\n", false)]
    public async Task A_key_is_taken_wherever_a_token_may_stand_but_in_the_address(string path, string header, bool isTaken)
    {
        await using var server = await RunningServer.StartAsync(KeySetting, Accept);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To(
            path.Replace("{0}", Uri.EscapeDataString(Key), StringComparison.Ordinal), header.Replace("{0}", Key, StringComparison.Ordinal)));

        var head = await client.ReceiveHeadAsync();
        Assert.StartsWith(isTaken ? "HTTP/1.1 101" : "HTTP/1.1 401", head, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, head + server.Log, StringComparison.Ordinal);
        if (isTaken)
            Assert.Contains("\"backEnd\":true", (await client.ReceiveFrameAsync()).Text, StringComparison.Ordinal);
        else
            Assert.Equal(1, await WrongKeysAsync(server));
    }

    [Fact]
    public async Task Two_credentials_are_one_too_many()
    {
        await using var server = await RunningServer.StartAsync(KeySetting, Accept);
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To("/connect", $"X-API-Key: {Key}\r\nAuthorization: Bearer {Key}\r\n"));

        Assert.StartsWith("HTTP/1.1 400", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_setting_a_key_is_a_rejected_token()
    {
        await using var server = await RunningServer.StartAsync(KeySetting, $"--WsActors:Tokens:Keys:0:Secret={TestIssuer.Secret}");
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync(UpgradeRequest.To("/connect", $"Authorization: Bearer {Key}\r\n"));

        Assert.StartsWith("HTTP/1.1 401", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_without_keys_stops_the_start()
    {
        var (exitCode, printed) = await RunningServer.StartRefusedAsync(Accept);

        Assert.Equal(1, exitCode);
        Assert.Contains("WsActors:Push:AcceptApiKeys", printed, StringComparison.Ordinal);
        Assert.Contains("WsActors:Admin:ApiKeys", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_back_end_is_above_the_rules_and_its_application_and_clients_with_tokens_are_not()
    {
        await using var application = await ApplicationServer.StartAsync();
        await using var server = await RunningServer.StartAsync(
            KeySetting,
            Accept,
            "--WsActors:Tokens:Anonymous=Refused",
            $"--WsActors:Tokens:Keys:0:Secret={TestIssuer.Secret}",
            $"--WsActors:Webhooks:Url={application.Url}",
            $"--WsActors:Webhooks:Secrets:0={ApplicationServer.Secret}",
            "--WsActors:Topics:Rules:0:Match=room",
            "--WsActors:Topics:Rules:0:Presence=true",
            "--WsActors:Topics:Rules:0:Publish=Nobody");
        using var ann = await TestClient.OpenJsonAsync(server.PushUri, "Authorization", $"Bearer {TestIssuer.For("ann")}");
        await ann.ReceiveWelcomeAsync();
        await ann.SubscribeAsync("room");
        Assert.Equal("joined", (await ann.ReceiveJsonAsync()).GetProperty("type").GetString());
        using var backEnd = await OpenAsync(server);
        await backEnd.SubscribeAsync("room");

        await backEnd.SendAsync("""{"type":"publish","id":1,"messages":[{"topic":"room","data":"one"},{"topic":"room","data":"two"}]}""");

        Assert.Equal("\"one\"", (await ann.ReceiveJsonAsync()).GetProperty("data").GetRawText());
        Assert.Equal("\"two\"", (await ann.ReceiveJsonAsync()).GetProperty("data").GetRawText());
        await ann.SendAsync("""{"type":"presence","id":2,"topic":"room"}""");
        Assert.Equal(1, (await ann.ReceiveJsonAsync()).GetProperty("total").GetInt32());
        await ann.SendAsync("""{"type":"publish","id":3,"topic":"room","data":"three"}""");
        Assert.Equal("publish_forbidden", (await ann.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_back_end_receives_what_no_client_may_subscribe_to()
    {
        await using var server = await RunningServer.StartAsync(
            KeySetting, Accept, "--WsActors:Topics:Rules:0:Match=closed", "--WsActors:Topics:Rules:0:Subscribe=Nobody",
            "--WsActors:Topics:Rules:1:Match=$node.*", "--WsActors:Topics:Rules:1:Subscribe=Nobody");
        using var backEnd = await OpenAsync(server);
        using var admin = new AdminClient(server.AdminUri, new KeyHandler(Key));

        await backEnd.SubscribeAsync("closed");
        await admin.PublishAsync("closed", "for back ends");

        Assert.Equal("for back ends", (await backEnd.ReceiveJsonAsync()).GetProperty("data").GetString());
        await backEnd.SubscribeAsync("$node.stats");
    }

    [Fact]
    public async Task Http_and_WebSockets_share_the_quota_of_a_key()
    {
        // What is used up comes back within minutes.
        await using var server = await RunningServer.StartAsync(
            KeySetting, Accept, "--WsActors:Admin:PublishesPerSecond=1", $"--WsActors:Admin:PublishBurst={Burst}");
        using var backEnd = await OpenAsync(server);
        var messages = string.Join(',', Enumerable.Repeat("""{"topic":"a","data":1}""", Burst));
        await backEnd.SendAsync($$"""{"type":"publish","id":1,"messages":[{{messages}}]}""");
        Assert.Equal(Burst, (await backEnd.ReceiveJsonAsync()).GetProperty("results").GetArrayLength());
        using var admin = new AdminClient(server.AdminUri);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await PublishBatchAsync(admin)).Status);
        await backEnd.SendAsync($$"""{"type":"publish","id":2,"messages":[{{messages}}]}""");

        Assert.Equal("rate_limited", (await backEnd.ReceiveJsonAsync()).GetProperty("code").GetString());
        await backEnd.ExpectPongAsync();
    }

    [Fact]
    public async Task A_thousand_requests_without_waiting_are_all_answered_in_their_order()
    {
        await using var server = await RunningServer.StartAsync(KeySetting, Accept);
        using var backEnd = await OpenAsync(server);
        for (var id = 1; id <= 1000; id++)
            await backEnd.SendAsync($$"""{"type":"publish","id":{{id}},"topic":"a","data":{{id}},"idempotencyKey":"{{id}}"}""");

        for (var id = 1; id <= 1000; id++)
        {
            var answer = await backEnd.ReceiveJsonAsync();
            Assert.Equal((id, id), (answer.GetProperty("id").GetInt32(), answer.GetProperty("offset").GetInt32()));
        }

        await backEnd.SendAsync("""{"type":"publish","id":"again","topic":"a","data":7,"idempotencyKey":"7"}""");
        var again = await backEnd.ReceiveJsonAsync();
        Assert.Equal((7, true), (again.GetProperty("offset").GetInt32(), again.GetProperty("repeated").GetBoolean()));
    }

    [Fact]
    public async Task A_batch_whose_back_end_has_left_is_published_and_the_node_serves_on()
    {
        await using var server = await RunningServer.StartAsync(KeySetting, Accept);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("a");
        using (var backEnd = await OpenAsync(server))
            await backEnd.SendAsync("""{"type":"publish","id":1,"messages":[{"topic":"a","data":1},{"topic":"b","data":2}]}""");

        Assert.Equal("message", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        await client.ExpectPongAsync();
    }

    [NodeFact]
    public async Task The_example_of_the_manual_publishes()
    {
        var folder = Directory.CreateTempSubdirectory("back-end-");
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "node_modules"), Path.Combine(ClientTools.Scripts, "node_modules"));
            await using var server = await RunningServer.StartAsync(KeySetting, Accept);
            var script = Path.Combine(folder.FullName, "publish.mjs");
            await File.WriteAllTextAsync(script, DocumentBlock.Containing("docs/admin-api.md", "js", "process.env.API_KEY")
                .Replace("localhost:8080", $"localhost:{server.PushUri.Port}", StringComparison.Ordinal));

            using var results = JsonDocument.Parse(await ChildProcess.RunAsync("env", $"API_KEY={Key}", "node", script));

            Assert.Equal([1L, 1L], results.RootElement.EnumerateArray().Select(result => result.GetProperty("offset").GetInt64()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TestClient> OpenAsync(RunningServer server)
    {
        var client = await TestClient.OpenJsonAsync(server.PushUri, "X-API-Key", Key);
        await client.ReceiveWelcomeAsync();
        return client;
    }

    private static Task<AdminAnswer> PublishBatchAsync(AdminClient admin)
    {
        var request = admin.Request(HttpMethod.Post, "/api/publish");
        request.Headers.TryAddWithoutValidation("X-API-Key", Key);
        var topics = string.Join(',', Enumerable.Repeat("\"a\"", Burst));
        request.Content = new StringContent($$"""{"messages":[{"topics":[{{topics}}],"data":1}]}""", System.Text.Encoding.UTF8, "application/json");
        return admin.SendAsync(request);
    }

    private static async Task<double> WrongKeysAsync(RunningServer server)
    {
        using var admin = new AdminClient(server.AdminUri);
        var request = admin.Request(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("X-API-Key", Key);
        return Exposition.Parse((await admin.SendAsync(request)).Body).Value("wsactors_authentication_failures_total", ("cause", "wrong_key"));
    }
}
