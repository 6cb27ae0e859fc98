using System.Net.ServerSentEvents;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>An operator who watches a connection, event by event, with a bounded patience.</summary>
internal sealed class TapReader : IDisposable
{
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(30));
    private IAsyncEnumerator<SseItem<string>>? _events;

    private TapReader(HttpMessageHandler? handler) => _http = new HttpClient(handler ?? new HttpClientHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Begins a tap and reads its first event.</summary>
    public static async Task<TapReader> OpenAsync(Uri admin, string connection, string query = "", HttpMessageHandler? handler = null)
    {
        var reader = new TapReader(handler);
        var response = await reader._http.GetAsync(
            new Uri(admin, $"/api/connections/{connection}/tap{query}"), HttpCompletionOption.ResponseHeadersRead, reader._timeout.Token);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        reader._events = SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync(reader._timeout.Token).GetAsyncEnumerator(reader._timeout.Token);
        Assert.Equal(connection, (await reader.NextAsync("tap")).GetProperty("connection").GetString());
        return reader;
    }

    /// <summary>Reads the next event, which is of this kind.</summary>
    public async Task<JsonElement> NextAsync(string kind)
    {
        var (name, data) = await NextAsync();
        Assert.True(kind == name, $"{kind} was expected, and {name} came: {data}");
        return data;
    }

    /// <summary>Reads the next event of any kind.</summary>
    public async Task<(string Kind, JsonElement Data)> NextAsync()
    {
        Assert.True(await _events!.MoveNextAsync(), "the stream has ended");
        return (_events.Current.EventType, JsonSerializer.Deserialize<JsonElement>(_events.Current.Data));
    }

    /// <summary>Reads the next frame: its direction, opcode and payload.</summary>
    public async Task<(string?, string?, string?)> FrameAsync()
    {
        var frame = await NextAsync("frame");
        return (
            frame.GetProperty("direction").GetString(),
            frame.GetProperty("opcode").GetString(),
            frame.TryGetProperty("payload", out var payload) ? payload.GetString() : null);
    }

    public async Task ExpectEndOfStreamAsync() => Assert.False(await _events!.MoveNextAsync());

    public void Dispose()
    {
        _http.Dispose();
        _timeout.Dispose();
    }
}
