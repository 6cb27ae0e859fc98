using System.Text;
using System.Text.Json;
using WsActors.Client;
using WsActors.Publishing;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Storage;

namespace WsActors.Server.Tests.Clients;

/// <summary>The package WsActors.Publishing against the real server.</summary>
[Trait("Speed", "Slow")]
public sealed class PublisherTests : IDisposable
{
    private const string Right = "the right key of this test";

    private readonly DataDirectory _directory = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task What_is_published_reaches_a_subscriber_once_whatever_its_kind()
    {
        await using var server = await DurableServer.StartAsync(_directory.Path);
        await using var client = new WsActorsClient(new Uri(server.PushUri, "/connect"));
        await using var log = new ClientLog(client.SubscribeAsync<JsonElement>(DurableServer.Topic, new Position("none", 0)));
        var publisher = PublisherTo(server.AdminUri);
        var key = new PublicationOptions { IdempotencyKey = "k1" };

        var first = await publisher.PublishAsync(DurableServer.Topic, JsonElement.Parse("""{"n":1}"""), key);
        var again = await publisher.PublishAsync(DurableServer.Topic, JsonElement.Parse("""{"n":1}"""), key);
        await publisher.PublishTextAsync(DurableServer.Topic, "text");
        await publisher.PublishBinaryAsync(DurableServer.Topic, new byte[] { 0, 255 });
        var batch = await publisher.PublishBatchAsync(
        [
            Publication.OfJson([DurableServer.Topic, "other"], "4"u8.ToArray()),
            Publication.OfJson(["$reserved"], "5"u8.ToArray()),
        ]);

        Assert.Equal((first.Offset, false, true), (again.Offset, first.Repeated, again.Repeated));
        Assert.Equal([4L, 1L], batch[0].Select(result => result.Value.Offset));
        Assert.Equal(("publish_forbidden", false), (batch[1][0].Error?.Code, batch[1][0].Error?.IsRetryable));
        var lines = (await log.UntilAsync("4 at 4")).Where(line => line != "gap epoch_changed True");
        Assert.Equal(["""{"n":1} at 1""", "text at 2", "AP8= at 3", "4 at 4"], lines);
        var reused = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishTextAsync(DurableServer.Topic, "another", key));
        Assert.Equal(("idempotency_key_reused", false, false), (reused.Code, reused.IsRetryable, reused.IsOutcomeUnknown));
    }

    [Fact]
    public async Task A_key_that_is_wrong_is_refused_and_one_that_is_used_up_is_waited_for()
    {
        await using var server = await RunningServer.StartAsync($"--WsActors:Admin:ApiKeys:0={Right}", "--WsActors:Admin:PublishesPerSecond=5");
        var wrong = await Assert.ThrowsAsync<PublishException>(() => PublisherTo(server.AdminUri, "wrong").PublishTextAsync("news", "x"));
        Assert.Equal(("unauthorized", false), (wrong.Code, wrong.IsRetryable));

        var publisher = PublisherTo(server.AdminUri, Right);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => publisher.PublishTextAsync("news", $"{number}")));
    }

    [Fact]
    public async Task Each_message_is_published_once_although_connections_are_cut_and_the_server_is_killed()
    {
        const int Count = 200;
        var server = await DurableServer.StartAsync(_directory.Path);
        var (push, address) = (server.PushUri, server.AdminUri);
        await using var proxy = new FaultProxy(address);
        var publisher = PublisherTo(new Uri($"http://127.0.0.1:{proxy.Address.Port}"));
        var publishing = Task.Run(async () =>
        {
            var offsets = new List<long>();
            for (var number = 1; number <= Count; number++)
            {
                offsets.Add((await publisher.PublishTextAsync(DurableServer.Topic, $"{number}")).Offset);
                if (number % 25 == 0)
                    proxy.Cut();
            }

            return offsets;
        });
        await Eventually.HoldsAsync(async () => Assert.True(await OffsetAsync(address) >= Count / 2));
        await server.SignalAsync("KILL");
        await server.WaitForExitAsync();
        await server.DisposeAsync();
        await using var again = await DurableServer.StartAsync(_directory.Path, $"--WsActors:Admin:Port={address.Port}");

        Assert.Equal(Enumerable.Range(1, Count).Select(number => (long)number), await publishing);
    }

    [Fact]
    public async Task What_is_left_in_an_outbox_is_published_once_although_it_is_sent_twice()
    {
        await using var server = await DurableServer.StartAsync(_directory.Path);
        var publisher = PublisherTo(server.AdminUri);
        var outbox = Enumerable.Range(1, 5).Select(number =>
            Publication.OfJson([DurableServer.Topic], Encoding.UTF8.GetBytes($"{number}")) with { Options = new PublicationOptions { IdempotencyKey = $"row-{number}" } }).ToArray();

        var first = await publisher.PublishBatchAsync(outbox);
        var second = await publisher.PublishBatchAsync(outbox);

        Assert.Equal(first.Select(results => results[0].Value.Offset), second.Select(results => results[0].Value.Offset));
        Assert.All(second, results => Assert.True(results[0].Value.Repeated));
    }

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }

    private WsActorsPublisher PublisherTo(Uri address, string? apiKey = null) => new(_http, new WsActorsPublisherOptions
    {
        Address = address,
        ApiKey = apiKey,
        MaxAttempts = 100,
        MinBackOff = TimeSpan.FromMilliseconds(20),
        MaxBackOff = TimeSpan.FromSeconds(2),
    });

    private static async Task<long> OffsetAsync(Uri address)
    {
        using var admin = new AdminClient(address);
        var answer = await admin.GetAsync($"/api/topics/{DurableServer.Topic}");
        return answer.Status == System.Net.HttpStatusCode.OK ? answer.Json.GetProperty("offset").GetInt64() : 0;
    }
}
