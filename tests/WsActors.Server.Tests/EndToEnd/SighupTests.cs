using System.Net;
using WsActors.Server.Tests.Options;
using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>SIGHUP to the real process: what can change while it runs does, and clients stay connected.</summary>
[Trait("Speed", "Slow")]
public sealed class SighupTests : IDisposable
{
    private const string FirstKey = "the first key of the node";
    private const string SecondKey = "the second key of the node";

    private readonly SettingsFolder _folder = new("{}");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rules_keys_limits_and_log_levels_change_and_the_rest_is_named()
    {
        await WriteAsync(FirstKey, "Nobody", 1, 8192, "Information");
        await using var server = await StartAsync();
        using var first = new AdminClient(server.AdminUri, new KeyHandler(FirstKey));
        using var second = new AdminClient(server.AdminUri, new KeyHandler(SecondKey));
        using var witness = await TestClient.OpenAsync(server.PushUri, "/topics/news");
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.OpenAsync(server.PushUri, "/topics/closed"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/node")).Status);

        await WriteAsync(SecondKey, "Anyone", 3, 9000, "Debug");
        await server.SignalAsync("HUP");

        await server.ExpectLoggedAsync("SIGHUP: these settings have changed and take effect when the node is restarted: WsActors:Push:MaxRequestBytes");
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.GetAsync("/api/node")).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/node")).Status);
        using var admitted = await TestClient.OpenAsync(server.PushUri, "/topics/closed");
        await second.PublishAsync("closed", "open now");
        Assert.Equal("open now", await admitted.ReceiveTextAsync());
        Assert.Equal("Anyone", (await second.GetAsync("/api/topics/closed")).Json.GetProperty("rule").GetProperty("subscribe").GetString());
        using var third = await TestClient.OpenAsync(server.PushUri, "/topics/news");
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.OpenAsync(server.PushUri, "/topics/news"));
        await second.PublishAsync("news", "still here");
        Assert.Equal("still here", await witness.ReceiveTextAsync());
        Assert.Contains("changed: WsActors:Admin:ApiKeys:0, WsActors:Push:MaxConnections, WsActors:Topics:Rules:0:Subscribe", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(SecondKey, server.Log, StringComparison.Ordinal);
        await server.ExpectLoggedAsync("dbug: Microsoft.AspNetCore.Server.Kestrel");
    }

    [Fact]
    public async Task A_wrong_setting_leaves_everything_as_it_was()
    {
        await WriteAsync(FirstKey, "Anyone", 5, 8192, "Information");
        await using var server = await StartAsync();
        using var first = new AdminClient(server.AdminUri, new KeyHandler(FirstKey));

        await WriteAsync(SecondKey, "Everyone", 5, 8192, "Information");
        await server.SignalAsync("HUP");
        await server.ExpectLoggedAsync("those in force stay. Correct them and send SIGHUP again: WsActors:Topics:Rules:0:Subscribe is \"Everyone\"");
        await File.WriteAllTextAsync(SettingsPath, "{ \"WsActors\": ");
        await server.SignalAsync("HUP");
        await server.ExpectLoggedAsync("Failed to load configuration from file");
        await WriteAsync(SecondKey, "Anyone", 5, 8192, "Loud");
        await server.SignalAsync("HUP");
        await server.ExpectLoggedAsync("Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel is \"Loud\"");

        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/api/node")).Status);
    }

    [Fact]
    public async Task A_durable_rule_waits_for_a_restart_if_the_node_has_no_store()
    {
        await File.WriteAllTextAsync(SettingsPath, """{ "WsActors": { "Topics": { "Rules": [ { "Match": "a" } ] } } }""");
        await using var server = await StartAsync();

        await File.WriteAllTextAsync(SettingsPath, $$"""
            { "WsActors": { "Storage": { "Directory": "{{_folder.Path}}/data" },
              "Topics": { "Rules": [ { "Match": "a", "History": { "Messages": 5, "Durable": true } } ] } } }
            """);
        await server.SignalAsync("HUP");

        await server.ExpectLoggedAsync("changed: nothing");
        await server.ExpectLoggedAsync(
            "WsActors:Storage:Directory, WsActors:Topics:Rules:0:History:Durable, WsActors:Topics:Rules:0:History:Messages");
    }

    [Fact]
    public async Task Token_keys_are_read_again_from_their_files()
    {
        var (path, keys) = (Path.Combine(_folder.Path, "secret"), new[] { "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210" });
        await File.WriteAllTextAsync(path, keys[0]);
        await using var server = await StartAsync($"--WsActors:Tokens:Keys:0:Path={path}");
        var tokens = await Task.WhenAll(keys.Select(key => ChildProcess.RunAsync(
            "dotnet", RunningServer.ServerPath, "token", "--user", "ann", $"--WsActors:Tokens:Keys:0:Secret={key}")));
        using var before = await OpenAsync(server, tokens[0]);
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(server, tokens[1]));

        await File.WriteAllTextAsync(path, keys[1]);
        await server.SignalAsync("HUP");
        await server.ExpectLoggedAsync("SIGHUP: settings, certificates and keys were read again");

        using var after = await OpenAsync(server, tokens[1]);
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(server, tokens[0]));
        await before.ReceiveWelcomeAsync();
        await before.SubscribeAsync("news");
    }

    [Fact]
    public async Task A_back_end_with_a_removed_key_is_sent_away_and_others_stay()
    {
        await WriteKeysAsync(FirstKey, SecondKey);
        await using var server = await StartAsync("--WsActors:Push:AcceptApiKeys=true");
        using var removed = await TestClient.OpenJsonAsync(server.PushUri, "X-API-Key", FirstKey);
        using var kept = await TestClient.OpenJsonAsync(server.PushUri, "X-API-Key", SecondKey);
        await kept.ReceiveWelcomeAsync();

        await WriteKeysAsync(SecondKey);
        await server.SignalAsync("HUP");

        Assert.Equal(4201, (int)await removed.ReceiveCloseAsync());
        await kept.ExpectPongAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.OpenJsonAsync(server.PushUri, "X-API-Key", FirstKey));
    }

    [Fact]
    public async Task The_limits_of_a_history_reach_topics_that_exist()
    {
        await WriteHistoryAsync(5);
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        for (var i = 0; i < 5; i++)
            await admin.PublishAsync("news", $"{i}");

        await WriteHistoryAsync(2);
        await server.SignalAsync("HUP");
        await server.ExpectLoggedAsync("changed: WsActors:Topics:Rules:0:History:Messages");

        var topic = (await admin.GetAsync("/api/topics/news")).Json;
        Assert.Equal(2, topic.GetProperty("rule").GetProperty("history").GetProperty("messages").GetInt32());
        Assert.Equal(2, (await admin.GetAsync("/api/topics/news/messages?since=0")).Json.GetProperty("messages").GetArrayLength());
    }

    [ToolFact("openssl")]
    public async Task Another_certificate_file_is_served_at_once()
    {
        using var certificates = new CertificateFolder();
        await WriteCertificateAsync(certificates.WritePem("a.pem", "a.example"));
        await using var server = await StartAsync("--WsActors:Tls:ReloadInterval=00:10:00", "--WsActors:Tls:Admin=false");
        await server.ExpectLoggedAsync("Certificate CN=a.example");

        await WriteCertificateAsync(certificates.WritePem("b.pem", "b.example"));
        await server.SignalAsync("HUP");

        await server.ExpectLoggedAsync("changed: WsActors:Tls:Certificates:0:Path");
        Assert.Contains("b.example", await ChildProcess.RunAsync(
            "bash", "-c", $"openssl s_client -connect 127.0.0.1:{server.PushUri.Port} < /dev/null 2> /dev/null | openssl x509 -noout -subject"), StringComparison.Ordinal);
    }

    private string SettingsPath => Path.Combine(_folder.Path, "appsettings.json");

    private static Task<TestClient> OpenAsync(RunningServer server, string token) =>
        TestClient.OpenJsonAsync(server.PushUri, "Authorization", $"Bearer {token}");

    private Task<RunningServer> StartAsync(params string[] settings) =>
        RunningServer.StartUnderAsync(["env", "--default-signal=HUP", "-C", _folder.Path], settings);

    private Task WriteCertificateAsync(string path) =>
        File.WriteAllTextAsync(SettingsPath, $$"""{ "WsActors": { "Tls": { "Certificates": [ { "Path": "{{path}}" } ] } } }""");

    private Task WriteKeysAsync(params string[] keys) => File.WriteAllTextAsync(
        SettingsPath, $$"""{ "WsActors": { "Admin": { "ApiKeys": [ {{string.Join(", ", keys.Select(key => $"\"{key}\""))}} ] } } }""");

    private Task WriteHistoryAsync(int messages) => File.WriteAllTextAsync(
        SettingsPath, $$"""{ "WsActors": { "Topics": { "Rules": [ { "Match": "news", "History": { "Messages": {{messages}} } } ] } } }""");

    private Task WriteAsync(string key, string subscribe, int connections, int requestBytes, string level) => File.WriteAllTextAsync(
        SettingsPath,
        $$"""
        { "Logging": { "LogLevel": { "Microsoft.AspNetCore.Server.Kestrel": "{{level}}" } },
          "WsActors": {
            "Admin": { "ApiKeys": [ "{{key}}" ] },
            "Push": { "MaxConnections": {{connections}}, "MaxRequestBytes": {{requestBytes}} },
            "Topics": { "Rules": [ { "Match": "closed", "Subscribe": "{{subscribe}}" } ] } } }
        """);
}
