using System.Text.Json;
using WsActors.Client;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Storage;

namespace WsActors.Server.Tests.Clients;

/// <summary>The package WsActors.Client against the real server, with faults between them.</summary>
[Trait("Speed", "Slow")]
public sealed class PushClientTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    [Fact]
    public async Task Nothing_is_lost_or_doubled_by_connections_that_break_fall_silent_or_are_closed_and_by_servers_that_are_killed()
    {
        const int PerFault = 20;
        var server = await StartAsync();
        var (push, address) = (server.PushUri, server.AdminUri);
        await using var proxy = new FaultProxy(push);
        await using var client = new WsActorsClient(proxy.Address, new WsActorsClientOptions { TimeProvider = new FastTime() });
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("none", 0)));

        var lines = new List<string>();
        var published = 0;
        foreach (var fault in (string[])["cut", "freeze", "cut", "freeze", "4100", "1011", "TERM", "KILL"])
        {
            var publishing = PublishAsync(address, published + 1, PerFault);
            lines.AddRange(await log.UntilAsync(LineOf(published + 5)));
            if (fault is "TERM" or "KILL")
            {
                await server.SignalAsync(fault);
                await server.WaitForExitAsync();
                await server.DisposeAsync();
                server = await StartAsync($"--WsActors:Push:Port={push.Port}", $"--WsActors:Admin:Port={address.Port}");
            }
            else if (char.IsDigit(fault[0]))
            {
                await DisconnectAsync(address, fault);
            }
            else if (fault == "cut")
            {
                proxy.Cut();
            }
            else
            {
                proxy.Freeze();
            }

            await publishing;
            published += PerFault;
        }

        await using (server)
        {
            await PublishAsync(address, published + 1, 1);
            lines.AddRange(await log.UntilAsync(LineOf(published + 1)));
        }

        // The position was that of another log, which the first line says, or the history that was read says it.
        Assert.Equal(Enumerable.Range(1, published + 1).Select(LineOf), lines.Where(line => line != "gap epoch_changed True"));
        Assert.Equal(new Position(log.Subscription.Position!.Value.Epoch, published + 1), log.Subscription.Position);
    }

    [Fact]
    public async Task A_log_that_is_lost_with_its_server_is_reported_as_a_gap()
    {
        var server = await RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");
        var push = server.PushUri;
        await using var client = new WsActorsClient(AddressOf(push), Hasty());
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        using (var admin = new AdminClient(server.AdminUri))
        {
            await admin.ExpectSubscribersAsync("news", 1);
            await admin.PublishAsync("news", "before");
        }

        Assert.Equal("before at 1", await log.NextAsync());
        await server.SignalAsync("KILL");
        await server.WaitForExitAsync();
        await server.DisposeAsync();

        await using var again = await RunningServer.StartAsync(
            $"--WsActors:Push:Port={push.Port}", "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");
        using var newAdmin = new AdminClient(again.AdminUri);
        await newAdmin.ExpectSubscribersAsync("news", 1);
        await newAdmin.PublishAsync("news", "after");

        Assert.Equal(["gap epoch_changed True", "after at 1"], await log.UntilAsync("after at 1"));
    }

    [Fact]
    public async Task Where_no_WebSockets_get_through_event_streams_continue_and_a_WebSocket_takes_over_later()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var proxy = new FaultProxy(server.PushUri) { BlocksUpgrades = true };
        await admin.PublishAsync(DurableServer.Topic, "before");
        // Attempts follow one another within seconds, even while a stream works.
        await using var client = new WsActorsClient(proxy.Address, Hasty() with { TimeProvider = new FastTime() });
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("gone", 7)));
        Assert.Equal(["gap epoch_changed True", "before at 1"], (await Two(log)).Order().Reverse());
        await admin.PublishAsync(DurableServer.Topic, "a\rb");
        await admin.PostAsync($"/api/topics/{DurableServer.Topic}/messages", "{\"n\":\n1}");
        Assert.Equal("a\rb at 2", await log.NextAsync());
        Assert.StartsWith("{", await log.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionTransport.EventStream, client.State.Transport);
        Assert.Equal("no_websocket", (await Assert.ThrowsAsync<WsActorsException>(() => client.PublishAsync(DurableServer.Topic, 1))).Code);

        proxy.BlocksUpgrades = false;
        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(ConnectionTransport.WebSocket, client.State.Transport);
            return Task.CompletedTask;
        });

        Assert.Equal(4, await client.PublishAsync(DurableServer.Topic, "over the socket"));
        Assert.Equal("over the socket at 4", await log.NextAsync());
        Assert.True(proxy.Blocked >= 2);
    }

    [Fact]
    public async Task Behind_a_proxy_that_holds_streams_back_the_client_goes_on_trying_and_loses_nothing()
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var proxy = new FaultProxy(server.PushUri) { BlocksUpgrades = true, BuffersResponses = true };
        await using var client = new WsActorsClient(proxy.Address, new WsActorsClientOptions { TimeProvider = new FastTime() });
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("gone", 7)));
        await admin.PublishAsync(DurableServer.Topic, "meanwhile");
        await Eventually.HoldsAsync(() =>
        {
            Assert.True(proxy.Held > 1);
            return Task.CompletedTask;
        });
        Assert.NotEqual(ConnectionPhase.Connected, client.State.Phase);

        (proxy.BlocksUpgrades, proxy.BuffersResponses) = (false, false);

        Assert.Equal("meanwhile at 1", (await log.UntilAsync("meanwhile at 1"))[^1]);
    }

    [Fact]
    public async Task A_slow_reader_gets_one_gap_and_goes_on()
    {
        const int Messages = 5000;
        await using var server = await StartAsync();
        await using var client = new WsActorsClient(AddressOf(server.PushUri), new WsActorsClientOptions { MaxBuffered = 100 });
        var slow = client.SubscribeAsync<JsonElement>(DurableServer.Topic);
        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(SubscriptionState.Live, slow.State);
            return Task.CompletedTask;
        });
        await PublishBatchAsync(server.AdminUri, Messages);
        // The answer keeps its place behind the messages.
        var history = await client.HistoryAsync<JsonElement>(DurableServer.Topic, since: null, limit: 1);
        Assert.Equal(Messages, history.Messages[0].Position.Offset);

        var next = 1L;
        var gaps = 0;
        await foreach (var message in slow)
        {
            if (message.Gap is { } gap && gap.Reason == "slow_consumer")
            {
                gaps++;
                next = gap.To + 1;
            }
            else if (message.Gap is null)
            {
                Assert.Equal(next++, message.Position.Offset);
            }

            if (message.Position.Offset == Messages)
                break;
        }

        Assert.Equal(1, gaps);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_reported_and_what_is_published_later_arrives()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var client = new WsActorsClient(AddressOf(server.PushUri), Hasty() with { MaxMessageBytes = 20_000 });
        var errors = new List<string>();
        client.Failed += error => errors.Add(error.Code);
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>("news"));
        await admin.ExpectSubscribersAsync("news", 1);
        await admin.PublishAsync("news", new string('x', 19_000));
        Assert.StartsWith("xxx", await log.NextAsync(), StringComparison.Ordinal);
        await admin.PublishAsync("news", new string('x', 30_000));
        await Eventually.HoldsAsync(() =>
        {
            Assert.Equal(["message_too_big"], errors);
            Assert.Equal(SubscriptionState.Live, log.Subscription.State);
            return Task.CompletedTask;
        });
        await admin.PublishAsync("news", "small");

        // The topic keeps no history, so the large message stays lost, and is told.
        Assert.Equal("gap no_history True", await log.NextAsync());
        Assert.StartsWith("small", await log.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presence_lists_the_members_and_who_joins_and_leaves()
    {
        await using var server = await StartAsync("--WsActors:Topics:PresenceInterval=00:00:00.1", "--WsActors:Topics:PresenceGrace=00:00:00.1");
        await using var first = new WsActorsClient(AddressOf(server.PushUri));
        var totals = new List<int>();
        WsActorsClient? second = null;
        using var limit = new CancellationTokenSource(ChildProcess.Timeout);
        await foreach (var snapshot in first.PresenceAsync("room").WithCancellation(limit.Token))
        {
            // The first list may be from just before this member was counted.
            if (snapshot.Total == totals.LastOrDefault())
                continue;
            totals.Add(snapshot.Total);
            if (totals is [1])
                (second = new WsActorsClient(AddressOf(server.PushUri))).SubscribeAsync<JsonElement>("room");
            else if (totals is [1, 2])
                await second!.DisposeAsync();
            else
                break;
        }

        Assert.Equal([1, 2, 1], totals);
    }

    public void Dispose() => _directory.Dispose();

    private static Uri AddressOf(Uri push) => new(push, "/connect");

    private static WsActorsClientOptions Hasty() => new()
    {
        MinBackOff = TimeSpan.FromMilliseconds(50),
        MaxBackOff = TimeSpan.FromMilliseconds(500),
    };

    private Task<RunningServer> StartAsync(params string[] more) => DurableServer.StartAsync(
        _directory.Path, ["--WsActors:Topics:Rules:0:Publish=Anyone", "--WsActors:Topics:Rules:1:Presence=true", .. more]);

    private static async Task<IReadOnlyList<string>> Two(ClientLog log) => [await log.NextAsync(), await log.NextAsync()];

    // There may be none at this moment.
    private static async Task DisconnectAsync(Uri address, string code)
    {
        using var admin = new AdminClient(address);
        foreach (var connection in await admin.ConnectionsOfAsync(DurableServer.Topic))
            await admin.DeleteAsync($"/api/connections/{connection.GetProperty("id")}?code={code}");
    }

    private static string LineOf(int number) => $"{number} at {number}";

    private static async Task PublishBatchAsync(Uri address, int count)
    {
        using var admin = new AdminClient(address);
        foreach (var numbers in Enumerable.Range(1, count).Chunk(1000))
        {
            var messages = numbers.Select(number => $$"""{"topics":["{{DurableServer.Topic}}"],"data":{{number}}}""");
            await admin.PostAsync("/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""");
        }
    }

    private static async Task PublishAsync(Uri address, int first, int count)
    {
        using var admin = new AdminClient(address);
        foreach (var number in Enumerable.Range(first, count))
        {
            await Eventually.HoldsAsync(async () =>
            {
                var request = admin.Request(HttpMethod.Post, $"/api/topics/{DurableServer.Topic}/messages");
                request.Content = new StringContent($"{number}");
                request.Headers.Add("Idempotency-Key", $"{number}");
                Assert.Equal(System.Net.HttpStatusCode.OK, (await admin.SendAsync(request)).Status);
            });
        }
    }
}
