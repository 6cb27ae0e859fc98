namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A well-behaved client on a topic of its own, which a misbehaving one then joins: it must notice nothing.</summary>
internal sealed class Witness : IDisposable
{
    private readonly AdminClient _admin;
    private readonly TestClient _client;

    private Witness(AdminClient admin, string topic, TestClient client)
    {
        _admin = admin;
        Topic = topic;
        _client = client;
    }

    public string Topic { get; }

    public static async Task<Witness> OpenAsync(Uri push, AdminClient admin)
    {
        var topic = $"witnessed.{Guid.NewGuid():N}";
        var client = await TestClient.OpenAsync(push, $"/topics/{topic}");
        await admin.ExpectSubscribersAsync(topic, 1);
        return new Witness(admin, topic, client);
    }

    /// <summary>The next thing that it hears is what is published now: nothing came before, and it is still connected.</summary>
    public async Task ExpectUndisturbedAsync()
    {
        await _admin.PublishAsync(Topic, "still here");
        Assert.Equal("still here", await _client.ReceiveTextAsync());
    }

    /// <summary>Publishes a text and waits until the witness has it.</summary>
    public async Task HearAsync(string text)
    {
        await _admin.PublishAsync(Topic, text);
        Assert.Equal(text, await _client.ReceiveTextAsync());
    }

    public void Dispose() => _client.Dispose();
}
