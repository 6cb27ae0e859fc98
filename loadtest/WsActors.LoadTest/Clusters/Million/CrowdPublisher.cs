using System.Text;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>Publishes to a crowd through one node.</summary>
internal sealed class CrowdPublisher : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string _admin;
    private readonly FillerPayload _payload;
    private readonly uint _run;

    public CrowdPublisher(string admin, int payload, uint run)
    {
        (_admin, _payload, _run) = (admin, new FillerPayload(payload), run);
        _http.DefaultRequestHeaders.Add("X-API-Key", ClusterPlan.ApiKey);
    }

    /// <summary>Publishes one message to each topic, in one request.</summary>
    /// <param name="first">The number of the first publication.</param>
    /// <param name="topics">Their names.</param>
    /// <exception cref="IOException">A message was not accepted.</exception>
    public async Task PublishAsync(long first, IReadOnlyList<string> topics)
    {
        var body = new StringBuilder("{\"messages\":[");
        for (var i = 0; i < topics.Count; i++)
        {
            var payload = Encoding.UTF8.GetString(_payload.Make(new Marker(_run, i, (int)first, first + i)));
            body.Append(i == 0 ? "" : ",").Append("{\"topics\":[\"").Append(topics[i]).Append("\"],\"data\":").Append(payload).Append('}');
        }

        using var content = new StringContent(body.Append("]}").ToString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"{_admin}/api/publish"), content);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || text.Contains("\"error\"", StringComparison.Ordinal))
            throw new IOException($"publishing was answered with {(int)answer.StatusCode}: {text[..Math.Min(300, text.Length)]}");
    }

    public void Dispose() => _http.Dispose();
}
