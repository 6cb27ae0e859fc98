using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Webhooks;
using WsActors.Testing.InBand;

namespace WsActors.Server.Tests.Access;

/// <summary>Clients that send their token in the first command, to a server that lets nobody in without one and asks its application.</summary>
[Trait("Speed", "Slow")]
public sealed class InBandTests : IAsyncLifetime
{
    private ApplicationServer _application = null!;
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _application = await ApplicationServer.StartAsync();

    [Fact]
    public async Task A_token_lets_the_client_in_and_what_it_sent_behind_is_executed()
    {
        await StartAsync();
        using var client = await OpenAsync();

        await client.SendAsync($"{Connect(TestIssuer.For("ann"))}\n{{\"type\":\"subscribe\",\"id\":2,\"topic\":\"news\"}}");

        Assert.Equal("""{"type":"connected","id":1,"user":"ann"}""", await client.ReceiveTextAsync());
        Assert.Equal("subscribed", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        using var admin = new AdminClient(_server.AdminUri);
        await admin.PostAsync("/api/topics/news/messages", "1");
        Assert.Equal("message", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_token_of_the_request_counts_if_the_command_has_none()
    {
        await StartAsync();
        using var client = await OpenAsync($"?access_token={TestIssuer.For("ann")}");
        await client.SendAsync("""{"type":"connect","id":1}""");
        Assert.Contains("\"user\":\"ann\"", await client.ReceiveTextAsync(), StringComparison.Ordinal);

        using var other = await OpenAsync($"?access_token={TestIssuer.For("ann")}");
        await other.SendAsync(Connect(TestIssuer.For("ben")));
        Assert.Contains("\"user\":\"ben\"", await other.ReceiveTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"connect","id":1}""", "token_required", 4201)]
    [InlineData("""{"type":"connect","id":1,"token":"forged"}""", "invalid_token", 4201)]
    [InlineData("""{"type":"ping","id":1}""", "connect_expected", 4005)]
    public async Task Others_are_told_why_and_closed(string command, string error, int code)
    {
        await StartAsync();
        using var client = await OpenAsync();
        await client.SendAsync(command);

        Assert.Equal(error, (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
        Assert.Equal(code, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_client_that_stays_silent_is_closed_when_the_handshakes_time_is_over()
    {
        await StartAsync("--WsActors:Push:HandshakeTimeout=00:00:01");
        using var client = await OpenAsync();

        await client.ReceiveTextAsync();

        Assert.Equal(InBandProtocol.Stale.Value, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task The_application_keeps_a_client_out_though_its_token_is_good()
    {
        _application.Answers(403, "not today");
        await StartAsync([.. _application.Settings, "--WsActors:Webhooks:Connect=true"]);
        using var client = await OpenAsync();
        await client.SendAsync(Connect(TestIssuer.For("ann")));

        Assert.Equal("not today", (await client.ReceiveJsonAsync()).GetProperty("message").GetString());
        Assert.Equal(InBandProtocol.KeptOut.Value, (int)await client.ReceiveCloseAsync());
        Assert.Equal("ann", (await _application.NextAsync("wsactors.connect")).Data.GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_token_expires_unless_it_is_refreshed()
    {
        await StartAsync("--WsActors:Tokens:ClockSkew=00:00:00");
        using var client = await OpenAsync();
        await client.SendAsync(Connect(TestIssuer.For("ann", ("exp", DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeSeconds()))));
        await client.ReceiveTextAsync();
        await client.SendAsync($$"""{"type":"refresh","id":2,"token":"{{TestIssuer.For("ann", ("exp", DateTimeOffset.UtcNow.AddSeconds(5).ToUnixTimeSeconds()))}}"}""");

        while ((await client.ReceiveJsonAsync()).GetProperty("type").GetString() != "refreshed")
        {
        }

        Assert.Equal(4200, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task The_info_of_a_token_is_shown_to_other_members_and_to_the_admin_API()
    {
        await StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:Presence=true");
        using var client = await OpenAsync();
        await client.SendAsync(
            $"{Connect(TestIssuer.For("ann", ("info", new { name = "Ann" })))}\n{{\"type\":\"subscribe\",\"id\":2,\"topic\":\"news\"}}");

        while (await client.ReceiveJsonAsync() is var heard && heard.GetProperty("type").GetString() != "joined")
        {
        }

        using var admin = new AdminClient(_server.AdminUri);
        await client.SendAsync("""{"type":"presence","id":3,"topic":"news"}""");
        Assert.Equal("Ann", (await client.ReceiveJsonAsync()).GetProperty("members")[0].GetProperty("info").GetProperty("name").GetString());
        var members = (await admin.GetAsync("/api/topics/news/members")).Json;
        Assert.Equal("Ann", members.GetProperty("members")[0].GetProperty("info").GetProperty("name").GetString());
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _application.DisposeAsync();
    }

    private static string Connect(string token) => $$"""{"type":"connect","id":1,"token":"{{token}}"}""";

    private Task<TestClient> OpenAsync(string query = "") => TestClient.OpenAsync(_server.PushUri, $"/in-band{query}");

    private async Task StartAsync(params string[] settings)
    {
        using var issuer = new TestIssuer();
        _server = await RunningServer.StartProgramAsync(
            "WsActors.Phoenix.dll", [.. TokenServer.Keys(issuer), "--WsActors:Tokens:Anonymous=Refused", RunningServer.DebugLog, .. settings]);
    }
}
