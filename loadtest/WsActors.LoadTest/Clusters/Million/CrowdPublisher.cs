using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>Publishes to a crowd through one node.</summary>
internal sealed class CrowdPublisher : IDisposable
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string _admin;
    private readonly FillerPayload _payload;
    private readonly uint _run;
    private readonly TimeSpan _longest;

    /// <param name="admin">The URL of the node's admin API.</param>
    /// <param name="payload">Bytes of each message.</param>
    /// <param name="run">The number of the run.</param>
    /// <param name="longest">The time within which a message must be accepted.</param>
    public CrowdPublisher(string admin, int payload, uint run, TimeSpan longest)
    {
        (_admin, _payload, _run, _longest) = (admin, new FillerPayload(payload), run, longest);
        _http.DefaultRequestHeaders.Add("X-API-Key", ClusterPlan.ApiKey);
    }

    /// <summary>
    /// Publishes one message to each topic, in one request, and again under the same idempotency keys what was not accepted, as a back end does.
    /// </summary>
    /// <param name="first">The number of the first publication.</param>
    /// <param name="topics">Their names.</param>
    /// <returns>How often a message was not accepted.</returns>
    /// <exception cref="IOException">A message was not accepted in time, or refused for another reason than that the cluster is not ready for it.</exception>
    public async Task<int> PublishAsync(long first, IReadOnlyList<string> topics)
    {
        var (due, refusals, start) = (Enumerable.Range(0, topics.Count).ToList(), 0, Stopwatch.GetTimestamp());
        while (true)
        {
            var answer = await SendAsync(due.ConvertAll(i => Message(first, i, topics[i])));
            due = [.. due.Where((_, at) => IsRefused(answer?[at]))];
            if (due.Count == 0)
                return refusals;

            refusals += due.Count;
            if (Stopwatch.GetElapsedTime(start) > _longest)
                throw new IOException($"after {_longest.TotalSeconds:0} s, {due.Count} publications are not accepted");

            await Task.Delay(BeforeRetry);
        }
    }

    public void Dispose() => _http.Dispose();

    private JsonObject Message(long first, int index, string topic) => new()
    {
        ["topics"] = new JsonArray(topic),
        ["data"] = JsonNode.Parse(_payload.Make(new Marker(_run, index, (int)first, first + index))),
        ["idempotencyKey"] = $"{_run}.{first + index}",
    };

    // Null if the node was too busy for the whole request.
    private async Task<IReadOnlyList<JsonElement>?> SendAsync(IReadOnlyList<JsonObject> messages)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri($"{_admin}/api/publish"), new { messages });
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
            return null;

        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new IOException($"publishing was answered with {(int)answer.StatusCode}: {text[..Math.Min(300, text.Length)]}");

        return [.. JsonSerializer.Deserialize<JsonElement>(text).GetProperty("results").EnumerateArray().Select(result => result.GetProperty("topics")[0])];
    }

    private static bool IsRefused(JsonElement? topic)
    {
        if (topic is not { } result)
            return true;
        if (!result.TryGetProperty("error", out var error))
            return false;

        return error.GetProperty("code").GetString() is "try_again_later" or "timeout"
            ? true
            : throw new IOException($"a publication was refused: {error}");
    }
}
