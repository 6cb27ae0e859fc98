using System.Net;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

/// <summary>The audit log shows who called what, and no keys.</summary>
[Trait("Speed", "Slow")]
public sealed class AuditTests
{
    private const string Deploy = "a-key-of-the-deployment";
    private const string Other = "another-key-without-a-name";

    private static readonly string[] Keys =
    [
        $"--WsActors:Admin:ApiKeys:0={Other}", "--WsActors:Admin:NamedApiKeys:0:Name=deploy", $"--WsActors:Admin:NamedApiKeys:0:Key={Deploy}",
        "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=10", "--Logging:Console:FormatterName=json",
    ];

    [Fact]
    public async Task A_call_that_changes_something_is_logged_with_the_name_of_its_key()
    {
        await using var server = await RunningServer.StartAsync(Keys);
        using var admin = new AdminClient(server.AdminUri, new KeyHandler(Deploy));
        using var other = new AdminClient(server.AdminUri, new KeyHandler(Other));
        await admin.GetAsync("/api/node");
        await admin.PublishAsync("news", "x");
        await admin.DeleteAsync("/api/users/ann%0Aevil/connections");
        await other.PostAsync("/api/node/drain?stop=false&rate=many");
        await other.DeleteAsync("/api/topics/news/messages");
        await other.PutAsync("/api/nothing");
        await server.ExpectLoggedAsync("/api/nothing");

        var calls = Calls(server);
        Assert.Equal(
            [
                ("key-1", "POST", "/api/node/drain", "-", 400),
                ("key-1", "PUT", "/api/nothing", "-", 404),
                ("key-1", "DELETE", "/api/topics/{topic}/messages", "topic=news", 204),
                ("deploy", "DELETE", "/api/users/{user}/connections", "user=ann?evil", 404),
            ],
            calls.OrderBy(call => Text(call, "Path"), StringComparer.Ordinal).Select(call => (Text(call, "Key"), Text(call, "Method"), Text(call, "Path"), Text(call, "Target"), call.GetProperty("Status").GetInt32())));
        Assert.All(calls, call => Assert.Equal("127.0.0.1", Text(call, "Client")));
        Assert.DoesNotContain(Deploy, server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publications_are_logged_if_the_settings_say_so()
    {
        await using var server = await RunningServer.StartAsync([.. Keys, "--WsActors:Admin:AuditPublications=true"]);
        using var admin = new AdminClient(server.AdminUri, new KeyHandler(Deploy));
        await admin.PublishAsync("news", "x");
        await server.ExpectLoggedAsync("topic=news");

        Assert.Equal("/api/topics/{topic}/messages", Text(Assert.Single(Calls(server)), "Path"));
    }

    [Fact]
    public async Task Requests_without_a_valid_key_are_warnings_and_a_flood_of_them_is_a_few()
    {
        await using var server = await RunningServer.StartAsync(Keys);
        using var stranger = new AdminClient(server.AdminUri, new KeyHandler("a-key-that-is-wrong"));
        for (var i = 0; i < 50; i++)
            (await stranger.DeleteAsync("/api/topics/news/messages")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        JsonElement[] refusals = [];
        await Eventually.HoldsAsync(() =>
        {
            refusals = [.. Audited(server).Where(line => line.GetProperty("LogLevel").GetString() == "Warning")];
            Assert.InRange(refusals.Length, 10, 40);
            return Task.CompletedTask;
        });
        Assert.All(refusals, line => Assert.Equal("wrong_key", Text(line.GetProperty("State"), "Cause")));
        Assert.DoesNotContain("a-key-that-is-wrong", server.Log, StringComparison.Ordinal);
    }

    private static JsonElement[] Calls(RunningServer server) =>
        [.. Audited(server).Where(line => line.GetProperty("LogLevel").GetString() == "Information").Select(line => line.GetProperty("State"))];

    private static IEnumerable<JsonElement> Audited(RunningServer server) => server.Log
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.Contains("WsActors.Server.Audit", StringComparison.Ordinal))
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static string? Text(JsonElement call, string name) => call.GetProperty(name).ToString();
}
