using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests;

/// <summary>The admin API as a script calls it. Paths are sent as they are written, percent escapes and all.</summary>
internal sealed class AdminClient(Uri admin, HttpMessageHandler? handler = null) : IDisposable
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _http = new(handler ?? new HttpClientHandler()) { Timeout = TimeSpan.FromSeconds(30) };

    public Uri Address { get; } = admin;

    public Task<AdminAnswer> GetAsync(string path) => SendAsync(Request(HttpMethod.Get, path));

    public Task<AdminAnswer> PutAsync(string path) => SendAsync(Request(HttpMethod.Put, path));

    public Task<AdminAnswer> DeleteAsync(string path) => SendAsync(Request(HttpMethod.Delete, path));

    public Task<AdminAnswer> PostAsync(string path, string? body = null, string contentType = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body ?? string.Empty), contentType);

    public Task<AdminAnswer> PostAsync(string path, byte[] body, string contentType)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(request);
    }

    public HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, new Uri($"{Address.GetLeftPart(UriPartial.Authority)}{path}", AsWritten));

    public async Task<AdminAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _http.SendAsync(request))
            return await AdminAnswer.ReadAsync(response);
    }

    /// <summary>Publishes a text, and does not take no for an answer.</summary>
    /// <returns>The answer: position and subscribers.</returns>
    public async Task<JsonElement> PublishAsync(string topic, string text)
    {
        var answer = await PostAsync($"/api/topics/{Uri.EscapeDataString(topic)}/messages", text, "text/plain");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    /// <summary>Connections in each state, totals and so on.</summary>
    public async Task<JsonElement> FiguresAsync() => (await GetAsync("/api/node")).Json.GetProperty("figures");

    /// <summary>The connections of a topic as the API lists them.</summary>
    public async Task<JsonElement[]> ConnectionsOfAsync(string topic)
    {
        var answer = await GetAsync($"/api/connections?topic={Uri.EscapeDataString(topic)}");
        return [.. answer.Json.GetProperty("connections").EnumerateArray()];
    }

    /// <summary>Waits until a topic has so many subscribers.</summary>
    public Task ExpectSubscribersAsync(string topic, int count) => Eventually.HoldsAsync(async () =>
    {
        var answer = await GetAsync($"/api/topics/{Uri.EscapeDataString(topic)}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(count, answer.Json.GetProperty("subscribers").GetInt32());
    });

    /// <summary>Waits until no client is connected and nothing of earlier ones is left.</summary>
    public Task ExpectNobodyAsync() => Eventually.HoldsAsync(async () =>
    {
        var figures = await FiguresAsync();
        Assert.All(
            ["handshaking", "open", "closing", "subscriptions", "outboxBytes"],
            figure => Assert.True(figures.GetProperty(figure).GetInt64() == 0, $"{figure} is left: {figures}"));
    });

    /// <summary>Waits until so many publications were accepted through this API.</summary>
    public Task ExpectPublicationsAsync(int count) => Eventually.HoldsAsync(async () =>
        Assert.True((await MetricsAsync()).Value("wsactors_publications_total", ("source", "admin_api")) >= count));

    /// <summary>The text that Prometheus would scrape.</summary>
    public async Task<Exposition> MetricsAsync() => Exposition.Parse((await GetAsync("/metrics")).Body);

    public void Dispose() => _http.Dispose();
}
