using System.Net;

namespace WsActors.Server.Tests.Interop;

/// <summary>
/// The scenario, once for all clients of a way at the same time: they listen to one topic, so that each of the thousand
/// pushes is published, encoded and compressed once for everybody. What goes wrong with one client is no other's fault.
/// </summary>
internal sealed class Round(Place place, IReadOnlyDictionary<string, Func<Place, Task<IInteropClient>>> clients)
{
    private readonly string _topic = $"interop.{place.Way.Scheme}.{place.Way.Via}.feed";

    /// <summary>What went wrong, by client; null is a pass.</summary>
    public async Task<IReadOnlyDictionary<string, Exception?>> RunAsync()
    {
        var entrants = clients.Select(client => new Entrant(client.Key)).ToList();
        try
        {
            await Task.WhenAll(entrants.Select(entrant => entrant.TryAsync(() => BeginAsync(entrant))));
            var listeners = entrants.Where(entrant => entrant.Fault is null).ToList();
            await place.Admin.ExpectSubscribersAsync(_topic, listeners.Count);
            await PublishAsync();
            await Task.WhenAll(listeners.Select(entrant => entrant.TryAsync(() => FinishAsync(entrant.Client!, TalkOf(entrant.Name)))));
        }
        finally
        {
            foreach (var entrant in entrants.Where(entrant => entrant.Client is not null))
                await entrant.Client!.DisposeAsync();
        }

        await place.Admin.ExpectSubscribersAsync(_topic, 0);
        await place.Admin.DeleteAsync($"/api/topics/{_topic}/messages");
        return entrants.ToDictionary(entrant => entrant.Name, entrant => entrant.Fault);
    }

    // Spaces and commas of the names are percent escapes in the addresses.
    private string TalkOf(string name) => $"{_topic}.{name}";

    private async Task BeginAsync(Entrant entrant)
    {
        var client = entrant.Client = await clients[entrant.Name](place);
        var extensions = await client.ListenAsync(place, _topic, Push.Thousand.Count);
        Assert.Equal(place.Way.IsCompressed, extensions.StartsWith("permessage-deflate", StringComparison.Ordinal));
    }

    // The talk begins only here: how long the pushes take is up to the machine, and a poll waits no longer than PollTimeout.
    private async Task FinishAsync(IInteropClient client, string talk)
    {
        Assert.Equal(Push.Digests, await client.HeardAsync());
        await client.TalkAsync(place, talk);
        await client.PingAsync();
        if (client.AnswersPings)
            await ExpectPingAnsweredAsync(talk);
        await client.LeaveAsync();

        var connection = await ConnectionOfAsync(talk);
        var closing = await place.Admin.DeleteAsync($"/api/connections/{connection}?code=4321&reason=enough");
        Assert.Equal(HttpStatusCode.Accepted, closing.Status);
        Assert.Equal(client.Dismissal, await client.DismissedAsync());
        await place.Admin.ExpectSubscribersAsync(talk, 0);
    }

    // Between two polls there is none.
    private async Task<string> ConnectionOfAsync(string talk)
    {
        var id = string.Empty;
        await EndToEnd.Eventually.HoldsAsync(async () =>
            id = Assert.Single(await place.Admin.ConnectionsOfAsync(talk)).GetProperty("id").GetString()!);
        return id;
    }

    private Task ExpectPingAnsweredAsync(string talk) => EndToEnd.Eventually.HoldsAsync(async () =>
        Assert.True(Assert.Single(await place.Admin.ConnectionsOfAsync(talk)).GetProperty("roundTripMs").TryGetDouble(out _)));

    // One after the other: the order of the answers is the order of the topic.
    private async Task PublishAsync()
    {
        foreach (var push in Push.Thousand)
        {
            var answer = await place.Admin.PostAsync(
                $"/api/topics/{_topic}/messages", push.Payload, push.IsText ? "text/plain" : "application/octet-stream");
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        }
    }

    private sealed class Entrant(string name)
    {
        public string Name => name;

        public IInteropClient? Client { get; set; }

        public Exception? Fault { get; private set; }

        public async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (Exception fault)
            {
                Fault = fault;
            }
        }
    }
}
