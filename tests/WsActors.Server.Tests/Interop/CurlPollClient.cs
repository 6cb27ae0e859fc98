using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.Interop;

/// <summary>curl that polls again with each answer's position.</summary>
internal sealed class CurlPollClient(string trusted) : IInteropClient
{
    private Place? _place;
    private ChildProcess? _first;
    private ChildProcess? _talker;
    private string _topic = "";
    private int _count;
    private string _position = "since=0";

    public bool AnswersPings => false;

    /// <summary>An answer has no place for a close code.</summary>
    public string Dismissal => "0 messages";

    public Task<string> ListenAsync(Place place, string topic, int count)
    {
        (_place, _topic, _count) = (place, topic, count);
        _first = Poll(place.Http(topic), _position);
        return Task.FromResult("");
    }

    // The first poll waits for the first push; those after it get what came meanwhile, page by page.
    public async Task<IReadOnlyList<string>> HeardAsync()
    {
        var heard = await TakeAsync(_first!);
        while (heard.Count < _count)
        {
            await using var next = Poll(_place!.Http(_topic), _position);
            heard.AddRange(await TakeAsync(next));
        }

        return heard;
    }

    // The waiting request is all that there is of the connection.
    public Task TalkAsync(Place place, string topic)
    {
        _talker = Poll(place.Http(topic), "since=0");
        return place.Admin.ExpectSubscribersAsync(topic, 1);
    }

    /// <summary>A poll has none, and no need: the next request is the sign of life.</summary>
    public Task PingAsync() => Task.CompletedTask;

    /// <summary>
    /// Goes away from a poll that waits, which the server must notice; except behind HAProxy, which keeps its own request
    /// up until there is an answer.
    /// </summary>
    public async Task LeaveAsync()
    {
        var topic = $"{_topic}.left";
        await using var waiting = Poll(_place!.Http(topic), "since=0");
        await _place.Admin.ExpectSubscribersAsync(topic, 1);
        await waiting.TerminateAsync();
        if (_place.Way.Via != Via.HAProxy)
            await _place.Admin.ExpectSubscribersAsync(topic, 0);
    }

    public async Task<string> DismissedAsync()
    {
        using var answer = JsonDocument.Parse(await _talker!.NextLineAsync());
        Assert.Equal(0, await _talker.WaitForExitAsync());
        return $"{answer.RootElement.GetProperty("messages").GetArrayLength()} messages";
    }

    public async ValueTask DisposeAsync()
    {
        if (_first is not null)
            await _first.DisposeAsync();
        if (_talker is not null)
            await _talker.DisposeAsync();
    }

    private async Task<List<string>> TakeAsync(ChildProcess poll)
    {
        using var answer = JsonDocument.Parse(await poll.NextLineAsync());
        Assert.Equal(0, await poll.WaitForExitAsync());
        var taken = answer.RootElement.GetProperty("messages").EnumerateArray().Select(Take).ToList();
        _position = $"{_position}&epoch={answer.RootElement.GetProperty("epoch").GetString()}";
        return taken;
    }

    private string Take(JsonElement message)
    {
        _position = $"since={message.GetProperty("offset").GetInt64()}";
        var data = message.GetProperty("data").GetString()!;
        return message.TryGetProperty("encoding", out _)
            ? Push.DigestOf(isText: false, Convert.FromBase64String(data))
            : Push.DigestOf(isText: true, Encoding.UTF8.GetBytes(data));
    }

    private ChildProcess Poll(Uri uri, string position) => ChildProcess.Start(
        "curl", "--silent", "--show-error", "--fail", "--cacert", trusted, $"{uri.AbsoluteUri}?poll=true&{position}");
}
