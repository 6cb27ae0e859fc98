using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>Publishes by HTTP: one message, or a batch whose order the server keeps.</summary>
internal sealed class PublishingClient(Scenario scenario) : IPublisher
{
    // Below the server's defaults of 1,000 messages and 1 MiB, with room for the names around the payloads.
    private const int MaxMessages = 500;
    private const int MaxBytes = 512 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = AdminHttp.WithKey(BlockingHttp.Client(scenario.Timeout), scenario);
    private readonly string[] _admins = [.. scenario.Admins.Select(admin => admin.TrimEnd('/'))];
    private readonly bool _takesSingles = PublishingRequest.TakesSingles(scenario);
    private int _requests;

    /// <summary>An address that names the topic takes single messages only; one that does not takes batches, in the form of the admin API's.</summary>
    public int MaxBatch => scenario.PublishUrl is null || !_takesSingles ? Math.Clamp(MaxBytes / scenario.Payload, 1, MaxMessages) : 1;

    public int?[] Publish(IReadOnlyList<(string Topic, byte[] Payload)> messages) =>
        _takesSingles && messages.Count == 1 ? PublishOne(messages[0].Topic, messages[0].Payload) : PublishBatch(messages);

    public void Dispose() => _http.Dispose();

    private int?[] PublishOne(string topic, byte[] payload)
    {
        var url = scenario.PublishUrl?.Replace("{topic}", topic, StringComparison.Ordinal) ?? $"{NextAdmin()}/api/topics/{topic}/messages";
        using var content = new ByteArrayContent(payload);
        var answer = Post(url, content);
        if (scenario.PublishUrl is not null)
            return [null];

        using var json = JsonDocument.Parse(answer);
        return [SubscribersIn(json.RootElement)];
    }

    private int?[] PublishBatch(IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        var body = new StringBuilder("{\"messages\":[");
        for (var i = 0; i < messages.Count; i++)
        {
            body.Append(i == 0 ? "" : ",").Append("{\"topics\":[\"").Append(messages[i].Topic).Append("\"],\"data\":")
                .Append(Encoding.UTF8.GetString(messages[i].Payload)).Append('}');
        }

        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
        var answer = Post(scenario.PublishUrl ?? $"{NextAdmin()}/api/publish", content);
        if (scenario.PublishUrl is not null)
            return new int?[messages.Count];

        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("results").EnumerateArray()
            .Select(result => SubscribersIn(result.GetProperty("topics")[0]))];
    }

    // Each node in turn. A request is answered before the next one begins, so that the order of a topic is known all the same.
    private string NextAdmin() => _admins[_requests++ % _admins.Length];

    private byte[] Post(string url, ByteArrayContent content)
    {
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url)) { Content = content };
        using var answer = _http.Send(request);
        using var body = new MemoryStream();
        answer.Content.ReadAsStream().CopyTo(body);
        return answer.IsSuccessStatusCode
            ? body.ToArray()
            : throw new HttpRequestException($"publishing to {url} was answered with {(int)answer.StatusCode}: {Encoding.UTF8.GetString(body.ToArray())}");
    }

    private static int? SubscribersIn(JsonElement answer) =>
        answer.TryGetProperty("subscribers", out var subscribers) ? subscribers.GetInt32() : null;
}
