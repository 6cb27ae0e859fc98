using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using WsActors.Client;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Storage;

namespace WsActors.Server.Tests.Clients;

/// <summary>The package WsActors.Client and a real server that refuses it: 401, 403, 404, 429 and 503, and tokens that expire.</summary>
[Trait("Speed", "Slow")]
public sealed class PushClientRefusalTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    [Fact]
    public async Task A_rejected_token_is_replaced_at_once_and_one_that_expires_is_refreshed()
    {
        using var issuer = new TestIssuer();
        await using var server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(issuer),
            "--WsActors:Tokens:Anonymous=Refused",
            "--WsActors:Tokens:ClockSkew=00:00:00",
            "--WsActors:Tokens:RefreshBefore=00:00:29",
        ]);
        using var admin = new AdminClient(server.AdminUri);
        var tokens = new Queue<string>(["x", ExpiringIn(30), TestIssuer.For("ann")]);
        await using var client = new WsActorsClient(AddressOf(server.PushUri), WithTokens(tokens));
        client.SubscribeAsync<JsonElement>("news");
        await EventuallyAsync(() => Assert.Empty(tokens));
        Assert.Equal(ConnectionPhase.Connected, client.State.Phase);
        Assert.Equal("publish_forbidden", (await Assert.ThrowsAsync<WsActorsException>(() => client.PublishAsync("news", 1))).Code);

        await admin.DeleteAsync("/api/users/ann/connections?code=4000&reason=banned");
        await EventuallyAsync(() => Assert.Equal(ConnectionPhase.Closed, client.State.Phase));

        Assert.Equal("disconnected", client.State.Error?.Code);
        Assert.Contains("banned", client.State.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_expires_costs_a_connection_and_no_message()
    {
        using var issuer = new TestIssuer();
        await using var server = await DurableServer.StartAsync(_directory.Path,
        [
            .. TokenServer.Keys(issuer),
            "--WsActors:Tokens:ClockSkew=00:00:00",
            "--WsActors:Tokens:RefreshBefore=00:00:00",
        ]);
        using var admin = new AdminClient(server.AdminUri);
        var tokens = new Queue<string>([ExpiringIn(2), TestIssuer.For("ann")]);
        await using var client = new WsActorsClient(AddressOf(server.PushUri), WithTokens(tokens));
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("none", 0)));
        await EventuallyAsync(() => Assert.Equal(ConnectionPhase.Connected, client.State.Phase));

        var published = 0;
        while (tokens.Count > 0)
            await admin.PublishAsync(DurableServer.Topic, $"{++published}");
        await admin.PublishAsync(DurableServer.Topic, $"{++published}");
        var lines = await log.UntilAsync($"{published} at {published}");

        Assert.Equal(Enumerable.Range(1, published).Select(number => $"{number} at {number}"), lines.Where(line => line != "gap epoch_changed True"));
    }

    [Theory]
    [InlineData("--WsActors:Push:Echo=false", "/nowhere", "not_found")]
    [InlineData("--WsActors:Push:RefuseWithCloseCode=All", "/nowhere", "not_found")]
    public async Task Refusals_that_stay_have_a_name_and_end_the_client(string setting, string path, string code)
    {
        await using var server = await RunningServer.StartAsync(setting);
        await using var client = new WsActorsClient(new Uri(server.PushUri, path), Hasty());
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));

        Assert.Equal($"error {code}", await log.NextAsync());
        Assert.Equal(code, client.State.Error?.Code);
    }

    [Fact]
    public async Task A_host_name_that_the_server_does_not_know_is_refused_with_its_reason()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:AllowedHosts:0=push.example");
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, server.PushUri.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        await using var client = new WsActorsClient(new Uri("ws://other.example/connect"), Hasty() with { HttpHandler = handler });
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));

        Assert.Equal("error host_not_allowed", await log.NextAsync());
    }

    [Fact]
    public async Task A_topic_that_is_forbidden_ends_only_its_subscription_also_on_an_event_stream()
    {
        using var issuer = new TestIssuer();
        await using var server = await RunningServer.StartAsync(
            [.. TokenServer.Keys(issuer), "--WsActors:Topics:Rules:0:Match=secret", "--WsActors:Topics:Rules:0:Subscribe=Authenticated"]);
        await using var proxy = new FaultProxy(server.PushUri);
        foreach (var isBlocked in new[] { false, true })
        {
            proxy.BlocksUpgrades = isBlocked;
            await using var client = new WsActorsClient(proxy.Address, Hasty());
            await using var news = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
            await using var secret = new ClientLog(client.SubscribeAsync<JsonElement>("secret"));

            Assert.Equal("error subscribe_forbidden", await secret.NextAsync());
            await EventuallyAsync(() => Assert.Equal(SubscriptionState.Live, news.Subscription.State));
        }
    }

    [Theory]
    [InlineData("--WsActors:Push:MaxConnections=1")] // 503
    [InlineData("--WsActors:Push:MaxConnectionsPerAddress=1")] // 429
    public async Task A_client_that_finds_no_place_waits_and_connects_when_there_is_one(string setting)
    {
        await using var server = await RunningServer.StartAsync(setting);
        using var admin = new AdminClient(server.AdminUri);
        await using var other = new WsActorsClient(AddressOf(server.PushUri));
        other.Connect();
        await EventuallyAsync(() => Assert.Equal(ConnectionPhase.Connected, other.State.Phase));
        await using var client = new WsActorsClient(AddressOf(server.PushUri), Hasty());
        client.SubscribeAsync<JsonElement>("news");
        await EventuallyAsync(() => Assert.Equal(ConnectionPhase.Waiting, client.State.Phase));

        await other.DisposeAsync();

        await admin.ExpectSubscribersAsync("news", 1);
    }

    public void Dispose() => _directory.Dispose();

    private static Uri AddressOf(Uri push) => new(push, "/connect");

    private static string ExpiringIn(int seconds) => TestIssuer.For("ann", ("exp", DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds()));

    private static WsActorsClientOptions Hasty() => new()
    {
        MinBackOff = TimeSpan.FromMilliseconds(50),
        MaxBackOff = TimeSpan.FromMilliseconds(500),
    };

    private static WsActorsClientOptions WithTokens(Queue<string> tokens) => Hasty() with
    {
        Token = _ => new ValueTask<string?>(tokens.TryDequeue(out var token) ? token : TestIssuer.For("ann")),
    };

    private static Task EventuallyAsync(Action check) => Eventually.HoldsAsync(() =>
    {
        check();
        return Task.CompletedTask;
    });
}
