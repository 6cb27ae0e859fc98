using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WsActors.AspNetCore.Options;
using WsActors.Publishing;

namespace WsActors.Server.Tests.Embedding;

/// <summary>The push server in an application of a user: <c>AddWsActors</c>, <c>MapWsActors</c> and <see cref="IPushPublisher"/>.</summary>
[Trait("Speed", "Slow")]
public sealed class EmbeddingTests
{
    [Fact]
    public async Task A_publication_within_the_application_reaches_a_client()
    {
        await using var app = await StartAsync();
        await using var client = app.Connect();
        await using var messages = client.SubscribeAsync<JsonElement>("prices").GetAsyncEnumerator();

        var published = await PublishUntilSubscribedAsync(app, "prices");

        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("ACME", messages.Current.Data.GetProperty("symbol").GetString());
        Assert.Equal((published.Epoch, published.Offset), (messages.Current.Position!.Epoch, messages.Current.Position.Offset));
    }

    [Fact]
    public async Task The_admin_API_is_under_the_authorization_of_the_application()
    {
        await using var app = await StartAsync(
            builder =>
            {
                builder.Services.AddAuthentication("Named").AddScheme<AuthenticationSchemeOptions, NamedUser>("Named", null);
                builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireUserName("operator"));
            },
            app => app.MapWsActors().RequireAuthorization("operators"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, user: "operator"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(app, user: "guest"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, user: null));
    }

    [Fact]
    public async Task Without_authorization_a_proxy_and_a_page_of_another_origin_are_refused()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, user: null));
        Assert.Equal("authorization_required", await CodeAsync(app, HttpMethod.Get, "wsactors/api/topics", ("X-Forwarded-For", "192.0.2.1")));
        Assert.Equal("foreign_page", await CodeAsync(app, HttpMethod.Post, "wsactors/api/topics/a/messages", ("Origin", "https://elsewhere.example")));
    }

    [Fact]
    public async Task The_publisher_over_HTTP_and_the_one_within_the_application_give_the_same()
    {
        await using var app = await StartAsync(builder => builder.Configuration["WsActors:Topics:Rules:0:Match"] = "**");
        var within = app.Services.GetRequiredService<IPushPublisher>();
        var over = new WsActorsPublisher(new HttpClient(), new WsActorsPublisherOptions { Address = new Uri(app.Http.BaseAddress!, "wsactors/"), MaxAttempts = 1 });
        var keyed = new PublicationOptions { IdempotencyKey = "once", DeliveryKey = "ACME" };

        var first = await within.PublishTextAsync("a/b c%2F", "text", keyed);
        var again = await over.PublishTextAsync("a/b c%2F", "text", keyed);
        Assert.Equal(first with { Repeated = true, Subscribers = again.Subscribers }, again);

        foreach (var publisher in new IPushPublisher[] { within, over })
        {
            Assert.Equal("invalid_topic", await CodeOfAsync(() => publisher.PublishTextAsync(new string('x', 1000), "text")));
            Assert.Equal("malformed_json", await CodeOfAsync(() => publisher.PublishJsonAsync("a", "{"u8.ToArray())));
            Assert.Equal("invalid_idempotency_key", await CodeOfAsync(() => publisher.PublishTextAsync("a", "text", new PublicationOptions { IdempotencyKey = new string('k', 129) })));
            Assert.Equal("idempotency_key_reused", await CodeOfAsync(() => publisher.PublishTextAsync("a/b c%2F", "other", keyed)));

            var results = await publisher.PublishBatchAsync(
            [
                Publication.OfJson(["batch", ""], "1"u8.ToArray()),
                Publication.OfJson(["batch"], "2"u8.ToArray()) with { Options = new PublicationOptions { IdempotencyKey = new string('k', 129) } },
            ]);
            Assert.Equal([2, 1], results.Select(result => result.Count));
            Assert.NotNull(results[0][0].Published);
            Assert.Equal("invalid_topic", results[0][1].Error!.Code);
            Assert.Equal(("batch", "invalid_idempotency_key"), (results[1][0].Topic, results[1][0].Error!.Code));
        }
    }

    [Fact]
    public async Task Names_in_paths_and_faults_of_requests_are_those_of_the_server()
    {
        await using var app = await StartAsync(builder => builder.Configuration["WsActors:Admin:MaxBodyBytes"] = "1024");
        var publisher = app.Services.GetRequiredService<IPushPublisher>();
        await publisher.PublishTextAsync("a/b", "text");
        await publisher.PublishTextAsync("a%2Fb", "text");

        foreach (var (path, topic) in new[] { ("a%2Fb", "a/b"), ("a%252Fb", "a%2Fb") })
        {
            using var answer = JsonDocument.Parse(await app.Http.GetStringAsync(new Uri($"wsactors/api/topics/{path}", UriKind.Relative)));
            Assert.Equal(topic, answer.RootElement.GetProperty("topic").GetString());
        }

        Assert.Equal("invalid_topic", await CodeAsync(app, HttpMethod.Get, "wsactors/api/topics/%C3"));
        Assert.Equal("malformed_request", await CodeAsync(app, HttpMethod.Get, "wsactors/api/topics?limit=many"));
        using var large = new ByteArrayContent(new byte[1025]);
        using var refused = await app.Http.PostAsync(new Uri("wsactors/api/topics/a/messages", UriKind.Relative), large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task Settings_in_code_override_the_configuration()
    {
        await using var app = await EmbeddedApp.StartAsync(
            builder => builder.Services.AddWsActors(options => options
                .Set("Push:MaxConnections", 1).Set("Push:Echo", true).Set("Drain:Timeout", TimeSpan.FromSeconds(50)).Set("Push:AllowedOrigins", new[] { "https://example.com" })),
            app => app.MapWsActors());

        var settings = app.Services.GetRequiredService<EmbeddedSettings>().Configuration.Server;
        Assert.Equal((1, true, TimeSpan.FromSeconds(50)), (settings.Push.MaxConnections, settings.Push.Echo, settings.Drain.Timeout));
        Assert.Equal(["https://example.com"], settings.Push.AllowedOrigins);
        Assert.Equal(TimeSpan.FromSeconds(60), app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Theory]
    [InlineData("Push:Port", 70000, "WsActors:Push:Port is \"70000\": 0 to 65535 is allowed")]
    [InlineData("Push:Prot", 1, "WsActors:Push:Prot is \"1\": there is no such setting; the nearest is WsActors:Push:Port; ")]
    [InlineData("Admin:Port", 8081, "WsActors:Admin:Port is \"8081\": the application's own server has the admin API of an embedded node, so remove this setting")]
    [InlineData("Telemetry:TraceRatio", 1, "WsActors:Telemetry:TraceRatio is \"1\": the application exports the telemetry of an embedded node: remove this setting, and ")]
    public void A_wrong_setting_fails_the_start_with_the_messages_of_the_server(string key, object value, string message)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => EmbeddedApp.Build(
            builder => builder.Services.AddWsActors(options => options.Set(key, value)), _ => { }));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_fails_the_start_and_not_the_build()
    {
        await using var first = await StartAsync();
        await using var second = EmbeddedApp.Build(
            builder => builder.Services.AddWsActors(options => options.Set("Push:Port", first.Push.Port)), app => app.MapWsActors());

        var fault = await Assert.ThrowsAsync<InvalidConfigurationException>(() => second.StartAsync());
        Assert.StartsWith($"WsActors:Push is 127.0.0.1:{first.Push.Port}: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_node_and_a_map_without_a_node_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddWsActors().AddWsActors());
        Assert.Throws<InvalidOperationException>(() => EmbeddedApp.Build(_ => { }, app => app.MapWsActors()));
    }

    [Fact]
    public async Task The_application_drains_the_node_before_it_stops()
    {
        await using var app = await StartAsync(builder => builder.Services.AddHealthChecks().AddWsActors());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(app.Push, "/topics/prices"), CancellationToken.None);
        var checks = app.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync()).Status);

        var stop = app.StopAsync();
        var end = await socket.ReceiveAsync(new byte[128], CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, end.CloseStatus);
        await socket.CloseOutputAsync(end.CloseStatus!.Value, null, CancellationToken.None);
        await stop;

        Assert.Equal(HealthStatus.Unhealthy, (await checks.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task Two_applications_in_one_process_know_nothing_of_each_other()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var client = first.Connect();
        _ = client.SubscribeAsync<JsonElement>("prices");
        await PublishUntilSubscribedAsync(first, "prices");

        Assert.Equal(0, (await second.Services.GetRequiredService<IPushPublisher>().PublishAsync("prices", 1)).Subscribers);
        await first.StopAsync();
        Assert.Equal(2, (await second.Services.GetRequiredService<IPushPublisher>().PublishAsync("prices", 1)).Offset);
    }

    private static Task<EmbeddedApp> StartAsync(Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null) => EmbeddedApp.StartAsync(
        builder =>
        {
            builder.Services.AddWsActors();
            build?.Invoke(builder);
        },
        map ?? (app => app.MapWsActors()));

    // The publication that first finds the subscriber.
    private static async Task<Published> PublishUntilSubscribedAsync(EmbeddedApp app, string topic)
    {
        var publisher = app.Services.GetRequiredService<IPushPublisher>();
        Published published;
        do
        {
            published = await publisher.PublishAsync(topic, new { symbol = "ACME" });
        }
        while (published.Subscribers == 0);
        return published;
    }

    private static async Task<HttpStatusCode> StatusAsync(EmbeddedApp app, string? user)
    {
        using var http = new HttpClient { BaseAddress = app.Http.BaseAddress };
        if (user is not null)
            http.DefaultRequestHeaders.Add(NamedUser.Header, user);
        using var answer = await http.GetAsync(new Uri("wsactors/api/topics", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<string?> CodeAsync(EmbeddedApp app, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await app.Http.SendAsync(request);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }

    private static async Task<string> CodeOfAsync(Func<Task> publish) => (await Assert.ThrowsAsync<PublishException>(publish)).Code;
}
