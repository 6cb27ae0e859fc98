using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>Publishes by HTTP: one message, or a batch whose order the server keeps.</summary>
internal sealed class PublishingClient(HttpClient http, Scenario scenario) : IPublisher
{
    // Below the server's defaults of 1,000 messages and 1 MiB, with room for the names around the payloads.
    private const int MaxMessages = 500;
    private const int MaxBytes = 512 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly string _admin = scenario.Admin.TrimEnd('/');
    private readonly bool _takesSingles = scenario.PublishUrl?.Contains("{topic}", StringComparison.Ordinal) ?? true;

    /// <summary>An address that names the topic takes single messages only; one that does not takes batches, in the form of the admin API's.</summary>
    public int MaxBatch => scenario.PublishUrl is null || !_takesSingles ? Math.Clamp(MaxBytes / scenario.Payload, 1, MaxMessages) : 1;

    public Task<int?[]> PublishAsync(IReadOnlyList<(string Topic, byte[] Payload)> messages) =>
        _takesSingles && messages.Count == 1 ? PublishOneAsync(messages[0].Topic, messages[0].Payload) : PublishBatchAsync(messages);

    public void Dispose()
    {
        // The client is its maker's.
    }

    /// <returns>Subscribers of a topic; null: the server does not say.</returns>
    public async Task<int?> SubscribersAsync(string topic)
    {
        using var answer = await http.GetAsync(new Uri($"{_admin}/api/topics/{topic}"));
        if (!answer.IsSuccessStatusCode)
            return null;

        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return SubscribersIn(json.RootElement);
    }

    private async Task<int?[]> PublishOneAsync(string topic, byte[] payload)
    {
        var url = scenario.PublishUrl?.Replace("{topic}", topic, StringComparison.Ordinal) ?? $"{_admin}/api/topics/{topic}/messages";
        using var content = new ByteArrayContent(payload);
        var answer = await PostAsync(url, content);
        if (scenario.PublishUrl is not null)
            return [null];

        using var json = JsonDocument.Parse(answer);
        return [SubscribersIn(json.RootElement)];
    }

    private async Task<int?[]> PublishBatchAsync(IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        var body = new StringBuilder("{\"messages\":[");
        for (var i = 0; i < messages.Count; i++)
        {
            body.Append(i == 0 ? "" : ",").Append("{\"topics\":[\"").Append(messages[i].Topic).Append("\"],\"data\":")
                .Append(Encoding.UTF8.GetString(messages[i].Payload)).Append('}');
        }

        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
        var answer = await PostAsync(scenario.PublishUrl ?? $"{_admin}/api/publish", content);
        if (scenario.PublishUrl is not null)
            return new int?[messages.Count];

        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("results").EnumerateArray()
            .Select(result => SubscribersIn(result.GetProperty("topics")[0]))];
    }

    private async Task<byte[]> PostAsync(string url, ByteArrayContent content)
    {
        content.Headers.ContentType = Json;
        using var answer = await http.PostAsync(new Uri(url), content);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? body
            : throw new HttpRequestException($"publishing to {url} was answered with {(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    private static int? SubscribersIn(JsonElement answer) =>
        answer.TryGetProperty("subscribers", out var subscribers) ? subscribers.GetInt32() : null;
}
