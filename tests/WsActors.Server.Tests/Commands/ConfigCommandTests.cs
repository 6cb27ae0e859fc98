using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Options;
using WsActors.Server.Tests.Options;

namespace WsActors.Server.Tests.Commands;

/// <summary><c>config</c>: the effective settings are listed, and secrets are hidden.</summary>
[Trait("Speed", "Slow")]
public sealed class ConfigCommandTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    // Names that sound like a secret and are none.
    private static readonly string[] NoSecrets = ["KeyPath", "PublicKey", "AcceptApiKeys", "MaxIdempotencyKeys", "UnknownKeyInterval", "Keys:0:Id", "Keys:0:Algorithm", "Keys:0:Path", "KeySets"];

    [Fact]
    public void Secrets_and_queries_of_addresses_are_hidden()
    {
        var shown = Values(
            ("Admin:ApiKeys:0", "a-key-of-sixteen-characters"),
            ("Tokens:Keys:0:Secret", Secret),
            ("Webhooks:Url", "https://app.example.com/hook?key=hidden"),
            ("Webhooks:Secrets:0", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
            ("Tls:Certificates:0:Path", "cert.pfx"),
            ("Tls:Certificates:0:Password", "hidden"));

        Assert.Equal("WsActors:Admin:ApiKeys:0 = …", shown["WsActors:Admin:ApiKeys:0"]);
        Assert.Equal("WsActors:Tokens:Keys:0:Secret = …", shown["WsActors:Tokens:Keys:0:Secret"]);
        Assert.Equal("WsActors:Webhooks:Url = https://app.example.com/hook?…", shown["WsActors:Webhooks:Url"]);
        Assert.Equal("WsActors:Webhooks:Secrets:0 = …", shown["WsActors:Webhooks:Secrets:0"]);
        Assert.Equal("WsActors:Tls:Certificates:0:Path = cert.pfx", shown["WsActors:Tls:Certificates:0:Path"]);
        Assert.Equal("WsActors:Tls:Certificates:0:Password = …", shown["WsActors:Tls:Certificates:0:Password"]);
        Assert.DoesNotContain(shown.Values, line => line.Contains("hidden", StringComparison.Ordinal) || line.Contains(Secret, StringComparison.Ordinal));
    }

    // A setting that is added with such a name needs [Secret], or a place in the list above.
    [Fact]
    public void A_setting_that_sounds_like_a_secret_is_marked_as_one()
    {
        var shown = SettingValues.Of(Read(
            ("Admin:ApiKeys:0", "a-key-of-sixteen-characters"), ("Tokens:Keys:0:Secret", Secret), ("Tls:Certificates:0:Path", "x"),
            ("Tls:Certificates:0:Password", "x"), ("Webhooks:Secrets:0", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")));

        var suspects = shown.Where(value => value.Value is string
            && new[] { "Key", "Secret", "Password" }.Any(word => value.Key.Contains(word, StringComparison.Ordinal))
            && !NoSecrets.Any(name => value.Key.Contains(name, StringComparison.Ordinal))).ToArray();

        Assert.Equal(4, suspects.Length);
        Assert.All(suspects, suspect => Assert.True(suspect.IsSecret, $"{suspect.Key} is not marked with [Secret]"));
    }

    [Fact]
    public void Values_keep_their_form()
    {
        var shown = Values(("Push:Port", "9000"), ("Topics:Rules:0:Match", "chat.*"));

        Assert.Equal("WsActors:Push:Port = 9000", shown["WsActors:Push:Port"]);
        Assert.Equal("WsActors:Push:Address = 127.0.0.1", shown["WsActors:Push:Address"]);
        Assert.Equal("WsActors:Push:IdleTimeout = 00:05:00", shown["WsActors:Push:IdleTimeout"]);
        Assert.Equal("WsActors:Push:Echo = true", shown["WsActors:Push:Echo"]);
        Assert.Equal("WsActors:Admin:ApiKeys = none", shown["WsActors:Admin:ApiKeys"]);
        Assert.Equal("WsActors:Topics:Rules:0:Match = chat.*", shown["WsActors:Topics:Rules:0:Match"]);
        Assert.Equal("WsActors:Topics:Rules:0:History:Messages = 0", shown["WsActors:Topics:Rules:0:History:Messages"]);
        Assert.Equal("WsActors:Topics:Rules:0:Delivery = Every", shown["WsActors:Topics:Rules:0:Delivery"]);
    }

    [Fact]
    public async Task The_effective_settings_come_from_all_sources()
    {
        using var folder = new SettingsFolder("""{ "WsActors": { "Push": { "Port": 1001, "Backlog": 1002 }, "Admin": { "Port": 1003 } } }""");
        var file = Path.Combine(folder.Path, ".other.json");
        await File.WriteAllTextAsync(file, """{ "WsActors": { "Push": { "Backlog": 2002 }, "Admin": { "Port": 2003 } } }""");

        var json = await ChildProcess.RunAsync(
            "env", "-C", folder.Path, "WsActors__Admin__Port=3003", "dotnet", RunningServer.ServerPath,
            "config", "show", "--json", "--config", file, "--WsActors:Push:MaxConnections=4004");

        var shown = JsonSerializer.Deserialize<JsonElement>(json);
        Assert.Equal(
            [1001, 2002, 3003, 4004],
            new[] { "Push:Port", "Push:Backlog", "Admin:Port", "Push:MaxConnections" }.Select(key => shown.GetProperty($"WsActors:{key}").GetInt32()));
    }

    [Fact]
    public async Task A_check_accepts_what_a_start_accepts_and_names_what_it_refuses()
    {
        using var folder = new SettingsFolder("{}");
        var broken = Path.Combine(folder.Path, "broken.json");
        await File.WriteAllTextAsync(broken, "{ \"WsActors\": ");

        Assert.Equal("The settings are valid\n", (await CommandProcess.RunAsync("config", "check")).ExpectDone().Output);
        (await CommandProcess.RunAsync("config", "check", "--WsActors:Push:Port=70000")).ExpectFault(1, "WsActors:Push:Port is \"70000\": 0 to 65535 is allowed");
        (await CommandProcess.RunAsync("config", "check", "--WsActors:Push:Prot=9000")).ExpectFault(
            1, "WsActors:Push:Prot is \"9000\": there is no such setting; the nearest is WsActors:Push:Port");
        (await CommandProcess.RunAsync("config", "check", "--WsActors:Tls:Certificates:0:Path=missing.pem")).ExpectFault(
            1, "WsActors:Tls:Certificates:0:Path is \"missing.pem\": there is no such file");
        (await CommandProcess.RunAsync("config", "check", "--WsActors:Tokens:Keys:0:Secret=short")).ExpectFault(1, "WsActors:Tokens:Keys:0:Secret is \"…\"");
        (await CommandProcess.RunAsync("config", "check", "--config", "missing.json")).ExpectFault(1, "--config is \"");
        (await CommandProcess.RunAsync("config", "check", "--config", broken)).ExpectFault(1, "Failed to load configuration from file ");
    }

    [Fact]
    public async Task A_start_reads_the_file_that_it_is_given()
    {
        using var folder = new SettingsFolder("""{ "WsActors": { "Topics": { "Rules": [ { "Match": "from.file" } ] } } }""");
        await using var server = await RunningServer.StartAsync("--config", Path.Combine(folder.Path, "appsettings.json"));
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync("from.file", "x");

        Assert.Equal("from.file", (await admin.GetAsync("/api/topics/from.file")).Json.GetProperty("rule").GetProperty("match").GetString());
    }

    [Fact]
    public async Task A_token_needs_a_key_and_a_lifetime()
    {
        (await CommandProcess.RunAsync("token", "--user", "ann")).ExpectFault(1, "WsActors:Tokens:Keys is \"\": a key for HS256 is needed to make a token");
        (await CommandProcess.RunAsync("token", $"--WsActors:Tokens:Keys:0:Secret={Secret}", "--expires", "25")).ExpectFault(
            2, "--expires is \"25\": a time is needed, as in 00:00:25 for 25 seconds");
        (await CommandProcess.RunAsync("token", $"--WsActors:Tokens:Keys:0:Secret={Secret}", "--expires", "00:00:00")).ExpectFault(
            2, "--expires is \"00:00:00\": more than 00:00:00 is needed");
    }

    private static Dictionary<string, string> Values(params (string Key, string Value)[] settings) =>
        SettingValues.Of(Read(settings)).ToDictionary(value => value.Key, value => value.ToString());

    private static ServerConfiguration Read(params (string Key, string Value)[] settings) => ServerConfiguration.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => $"WsActors:{setting.Key}", string? (setting) => setting.Value))
        .Build());
}
