using WsActors.Publishing;

namespace WsActors.Client.Tests.Publishing;

/// <summary>A publisher whose server is the test, and that waits for nothing.</summary>
internal sealed class PublisherWorld : IDisposable
{
    private readonly HttpClient _http;

    public PublisherWorld(Action<WsActorsPublisherOptions>? configure = null)
    {
        var options = new WsActorsPublisherOptions { Address = new Uri("http://admin.example/push"), Random = () => 1 };
        Time = new SkippedTime(options.AttemptTimeout);
        options.TimeProvider = Time;
        configure?.Invoke(options);
        _http = new HttpClient(Api);
        Publisher = new WsActorsPublisher(_http, options);
    }

    public FakeAdminApi Api { get; } = new();

    public SkippedTime Time { get; }

    public WsActorsPublisher Publisher { get; }

    /// <summary>The idempotency key of each request.</summary>
    public IReadOnlyList<string> Keys =>
        [.. Api.Requests.Select(request => request.Split('\n').Single(line => line.StartsWith("Idempotency-Key", StringComparison.Ordinal)))];

    /// <summary>The publication fails.</summary>
    public Task<PublishException> FailAsync() => Assert.ThrowsAsync<PublishException>(() => Publisher.PublishTextAsync("news", "x"));

    public void Dispose() => _http.Dispose();
}
