using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.Interop;

/// <summary>curl that reads server-sent events.</summary>
internal sealed class CurlStreamClient(string trusted) : IInteropClient
{
    private ChildProcess? _listener;
    private ChildProcess? _talker;
    private int _count;

    public bool AnswersPings => false;

    public async Task<string> ListenAsync(Place place, string topic, int count)
    {
        _count = count;
        _listener = Open(place.Http(topic));
        await NextAsync(_listener, "subscribed");
        return "";
    }

    public async Task<IReadOnlyList<string>> HeardAsync()
    {
        var heard = new List<string>();
        while (heard.Count < _count)
        {
            var (name, data) = await NextAsync(_listener!);
            heard.Add(name switch
            {
                "message" => Push.DigestOf(isText: true, Encoding.UTF8.GetBytes(data)),
                "binary" => Push.DigestOf(isText: false, Convert.FromBase64String(data)),
                _ => $"{name} {data}",
            });
        }

        return heard;
    }

    public async Task TalkAsync(Place place, string topic)
    {
        _talker = Open(place.Http(topic));
        await NextAsync(_talker, "subscribed");
    }

    /// <summary>curl says nothing; it sees the comment that keeps a silent stream alive.</summary>
    public async Task PingAsync()
    {
        while (await _talker!.NextLineAsync() != ":")
        {
        }
    }

    public async Task LeaveAsync()
    {
        await _listener!.TerminateAsync();
        await _listener.WaitForExitAsync();
    }

    public async Task<string> DismissedAsync()
    {
        using var closed = JsonDocument.Parse(await NextAsync(_talker!, "closed"));
        // 18 would say that the answer was cut before its last chunk.
        Assert.Equal(0, await _talker!.WaitForExitAsync());
        return $"{closed.RootElement.GetProperty("code")} {closed.RootElement.GetProperty("reason")}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
        if (_talker is not null)
            await _talker.DisposeAsync();
    }

    private ChildProcess Open(Uri uri) => ChildProcess.Start(
        "curl", "--silent", "--show-error", "--fail", "--no-buffer", "--cacert", trusted, "--header", "Accept: text/event-stream", uri.AbsoluteUri);

    private static async Task<string> NextAsync(ChildProcess curl, string expected)
    {
        var (name, data) = await NextAsync(curl);
        Assert.Equal(expected, name);
        return data;
    }

    private static async Task<(string Name, string Data)> NextAsync(ChildProcess curl)
    {
        var name = "message";
        var data = new List<string>();
        while (true)
        {
            var line = await curl.NextLineAsync();
            if (line.Length == 0 && data.Count > 0)
                return (name, string.Join('\n', data));
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                data.Add(line["data: ".Length..]);
        }
    }
}
