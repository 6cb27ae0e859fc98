namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A reader of server-sent events, field by field, with a bounded patience.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(30));
    private StreamReader _lines = StreamReader.Null;

    private EventStream()
    {
    }

    public static async Task<EventStream> OpenAsync(Uri uri, string? lastEventId = null)
    {
        var stream = new EventStream();
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(new("text/event-stream"));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await stream._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stream._timeout.Token);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        stream._lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        return stream;
    }

    /// <summary>The value of the next field of this name; what comes before it is passed over.</summary>
    public async Task<string> NextAsync(string field)
    {
        while (await _lines.ReadLineAsync(_timeout.Token) is { } line)
        {
            if (line.StartsWith($"{field}: ", StringComparison.Ordinal))
                return line[(field.Length + 2)..];
        }

        throw new EndOfStreamException($"the stream ended before a field {field} came");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _http.Dispose();
        _timeout.Dispose();
    }
}
