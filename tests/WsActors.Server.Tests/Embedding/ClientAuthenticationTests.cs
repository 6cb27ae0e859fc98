using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsActors.AspNetCore.Authentication;
using WsActors.AspNetCore.Options;
using WsActors.Publishing;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.Documents;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Embedding;

/// <summary>An application that authenticates the clients of its node by code of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class ClientAuthenticationTests
{
    [Fact]
    public async Task An_accepted_client_has_the_user_and_the_permissions_that_the_application_gives()
    {
        ClientConnectRequest? asked = null;
        await using var app = await StartAsync(
            (request, _) =>
            {
                asked = request;
                return Of(ClientDecision.Accept(new ClientIdentity
                {
                    User = "ann",
                    Subscribe = ["room.*"],
                    Topics = ["room.1"],
                    Info = JsonSerializer.SerializeToElement(new { name = "Ann" }),
                }));
            },
            builder =>
            {
                builder.Configuration["WsActors:Topics:Rules:0:Match"] = "room.*";
                builder.Configuration["WsActors:Topics:Rules:0:Presence"] = "true";
                builder.Configuration["WsActors:Topics:Rules:0:Publish"] = "Authenticated";
            });
        using var client = await OpenAsync(app, "secret");

        Assert.Equal("ann", (await client.ReceiveJsonAsync()).GetProperty("user").GetString());
        Assert.Equal("room.1", (await client.ReceiveJsonAsync()).GetProperty("topic").GetString());
        var joined = await client.ReceiveJsonAsync();
        Assert.Contains("\"name\":\"Ann\"", joined.GetRawText(), StringComparison.Ordinal);
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"other"}""");
        Assert.Equal("subscribe_forbidden", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());

        Assert.Equal(("secret", null, "/connect", "", null), (asked!.Token, asked.User, asked.Path, asked.Query, asked.Topic));
        Assert.IsType<IPEndPoint>(asked.Address);
        Assert.DoesNotContain("secret", asked.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_of_the_manual_admits_those_with_a_session_and_no_others()
    {
        await using var app = await EmbeddedApp.StartAsync(builder => SessionApp.Build(builder, new SessionApp.Sessions("of ann", "ann")), app => app.MapWsActors());
        using var ann = await OpenAsync(app, "of ann");
        await ann.ReceiveWelcomeAsync();
        await ann.SubscribeAsync("users.ann.inbox");
        await ann.SubscribeAsync("news.sport");

        using var stranger = await RawClient.ConnectAsync(app.Push);
        await stranger.SendAsync(UpgradeRequest.To("/connect?access_token=stolen"));

        Assert.Contains("invalid_token: sign in again", Encoding.UTF8.GetString(await stranger.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_shows_the_code_that_is_tested()
    {
        var code = File.ReadAllText(Path.Combine(ClientTools.Repository, "tests", "WsActors.Server.Tests", "Embedding", "SessionApp.cs"));
        var shown = DocumentBlock.Containing("docs/embedding.md", "csharp", "AuthenticateClients").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

        Assert.Empty(shown.Except(code.Split('\n').Select(line => line.Trim())));
    }

    [Fact]
    public async Task A_service_of_the_application_decides_in_a_scope_of_its_own()
    {
        await using var app = await EmbeddedApp.StartAsync(
            builder =>
            {
                builder.Services.AddWsActors();
                builder.Services.AddScoped<Scope>();
                builder.Services.AddScoped<IClientAuthenticator, ScopedAuthenticator>();
            },
            app => app.MapWsActors());

        using var first = await OpenAsync(app, "a");
        using var second = await OpenAsync(app, "b");

        var users = new[] { await UserAsync(first), await UserAsync(second) };
        Assert.Equal(2, users.Distinct().Count());
    }

    [Theory]
    [InlineData("refuse", "HTTP/1.1 403", "application_refused: not today")]
    [InlineData("unauthorized", "HTTP/1.1 401", "invalid_token: an old session")]
    [InlineData("unavailable", "HTTP/1.1 503", "application_unavailable")]
    [InlineData("throw", "HTTP/1.1 503", "application_unavailable")]
    [InlineData("no user", "HTTP/1.1 503", "application_unavailable")]
    [InlineData("no pattern", "HTTP/1.1 503", "application_unavailable")]
    [InlineData("accept", "HTTP/1.1 101", "")]
    public async Task Each_answer_has_its_status(string token, string status, string reason)
    {
        await using var app = await StartAsync(Decide);
        using var client = await RawClient.ConnectAsync(app.Push);
        await client.SendAsync(UpgradeRequest.To($"/connect?access_token={Uri.EscapeDataString(token)}"));

        var head = await client.ReceiveHeadAsync();
        Assert.StartsWith(status, head, StringComparison.Ordinal);
        if (reason.Length > 0)
            Assert.Contains(reason, head + Encoding.UTF8.GetString(await client.ReceiveToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_is_told_by_a_close_code_to_bring_another_token()
    {
        await using var app = await StartAsync(Decide);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://example.com");
        await socket.ConnectAsync(new Uri(app.Push, "/topics/news?access_token=unauthorized"), CancellationToken.None);

        var end = await socket.ReceiveAsync(new byte[1024], CancellationToken.None);
        while (end.MessageType != WebSocketMessageType.Close)
            end = await socket.ReceiveAsync(new byte[1024], CancellationToken.None);

        Assert.Equal(4201, (int)end.CloseStatus!);
    }

    [Fact]
    public async Task A_decision_that_does_not_come_in_time_is_none_and_the_next_client_is_served()
    {
        var log = new Lines();
        await using var app = await StartAsync(
            (request, _) => request.Token == "slow" ? new ValueTask<ClientDecision>(new TaskCompletionSource<ClientDecision>().Task) : Of(ClientDecision.Accept()),
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Configuration["WsActors:Webhooks:DecisionTimeout"] = "00:00:00.2";
                builder.Configuration["WsActors:Webhooks:MaxConcurrentDecisions"] = "1";
            });
        using var client = await RawClient.ConnectAsync(app.Push);
        await client.SendAsync(UpgradeRequest.To("/connect?access_token=slow"));

        Assert.StartsWith("HTTP/1.1 503", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        using var next = await OpenAsync(app, "fast");
        Assert.Contains(log.Printed, line => line.Contains("took longer than 0.2 s, the limit WsActors:Webhooks:DecisionTimeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_decision_clients_come_in_if_the_settings_say_so()
    {
        await using var app = await StartAsync(Decide, builder => builder.Configuration["WsActors:Webhooks:OnFailure"] = "Allow");
        using var client = await OpenAsync(app, "throw");

        Assert.Equal(JsonValueKind.Null, (await client.ReceiveJsonAsync()).GetProperty("user").ValueKind);
    }

    [Fact]
    public async Task A_token_is_verified_first_and_back_ends_are_not_asked_about()
    {
        const string Key = "a-key-of-sixteen+";
        var asked = new List<string?>();
        await using var app = await StartAsync(
            (request, _) =>
            {
                lock (asked)
                    asked.Add(request.User);
                return Of(ClientDecision.Accept());
            },
            builder =>
            {
                builder.Configuration["WsActors:Tokens:Keys:0:Secret"] = TestIssuer.Secret;
                builder.Configuration["WsActors:Admin:ApiKeys:0"] = Key;
                builder.Configuration["WsActors:Push:AcceptApiKeys"] = "true";
            });
        using var backEnd = await TestClient.OpenJsonAsync(app.Push, "X-API-Key", Key);
        using var ann = await TestClient.OpenJsonAsync(app.Push, "Authorization", $"Bearer {TestIssuer.For("ann")}");
        await Assert.ThrowsAnyAsync<WebSocketException>(() => OpenAsync(app, "no token"));

        Assert.Equal(["ann"], asked);
        Assert.Equal("ann", (await ann.ReceiveJsonAsync()).GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_client_whose_identity_expires_is_closed_so_that_it_connects_again()
    {
        await using var app = await StartAsync((_, _) => Of(ClientDecision.Accept(new ClientIdentity { User = "ann", ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(1) })));
        using var client = await OpenAsync(app, "short");

        Assert.Equal(4200, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public void A_connect_webhook_beside_the_code_is_refused()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => EmbeddedApp.Build(
            builder => builder.Services.AddWsActors(options => options
                .AuthenticateClients(Decide)
                .Set("Webhooks:Url", "http://127.0.0.1:1").Set("Webhooks:Secrets:0", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").Set("Webhooks:Connect", true)),
            _ => { }));

        Assert.StartsWith("WsActors:Webhooks:Connect is \"True\": the application authenticates clients", fault.Message, StringComparison.Ordinal);
    }

    private static ValueTask<ClientDecision> Decide(ClientConnectRequest request, CancellationToken cancellationToken) => request.Token switch
    {
        "refuse" => Of(ClientDecision.Refuse("not today\nand not tomorrow")),
        "unauthorized" => Of(ClientDecision.Unauthorized("an old session")),
        "unavailable" => Of(ClientDecision.Unavailable),
        "throw" => throw new InvalidOperationException("the database is down"),
        "no user" => Of(ClientDecision.Accept(new ClientIdentity { User = "" })),
        "no pattern" => Of(ClientDecision.Accept(new ClientIdentity { Publish = [""] })),
        _ => Of(ClientDecision.Accept()),
    };

    private static ValueTask<ClientDecision> Of(ClientDecision decision) => ValueTask.FromResult(decision);

    private static Task<EmbeddedApp> StartAsync(
        Func<ClientConnectRequest, CancellationToken, ValueTask<ClientDecision>> authenticate, Action<WebApplicationBuilder>? build = null) => EmbeddedApp.StartAsync(
        builder =>
        {
            build?.Invoke(builder);
            builder.Services.AddWsActors(options => options.AuthenticateClients(authenticate));
        },
        app => app.MapWsActors());

    private static Task<TestClient> OpenAsync(EmbeddedApp app, string token) => TestClient.OpenJsonAsync(app.Push, "Authorization", $"Bearer {token}");

    private static async Task<string?> UserAsync(TestClient client) => (await client.ReceiveJsonAsync()).GetProperty("user").GetString();

    private sealed class Scope
    {
        public string Id { get; } = Guid.NewGuid().ToString("N");
    }

    private sealed class ScopedAuthenticator(Scope scope, IPushPublisher publisher) : IClientAuthenticator
    {
        public async ValueTask<ClientDecision> AuthenticateAsync(ClientConnectRequest request, CancellationToken cancellationToken)
        {
            await publisher.PublishTextAsync("logins", request.Connection, cancellationToken: cancellationToken);
            return ClientDecision.Accept(new ClientIdentity { User = scope.Id });
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Printed { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Printed.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
