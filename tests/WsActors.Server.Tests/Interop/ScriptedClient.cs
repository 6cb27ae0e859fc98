using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Interop;

/// <summary>A client whose part is a script of tests/clients: interop-sockets.mjs has the words of the dialogue.</summary>
internal sealed class ScriptedClient(IDialogue dialogue) : IInteropClient
{
    /// <summary>Whether the script shall use EventSource.</summary>
    public bool IsEventSource { get; init; }

    public bool AnswersPings => !IsEventSource;

    public async Task<string> ListenAsync(Place place, string topic, int count)
    {
        var url = IsEventSource ? place.Http(topic) : place.Plain(topic);
        await dialogue.DoAsync(IsEventSource ? "listenToEvents" : "listen", new() { ["url"] = url.AbsoluteUri, ["count"] = count });
        return (string)(await NextAsync("listening"))["extensions"]!;
    }

    public async Task<IReadOnlyList<string>> HeardAsync() =>
        [.. (await NextAsync("heard"))["digests"]!.AsArray().Select(digest => (string)digest!)];

    public async Task TalkAsync(Place place, string topic)
    {
        if (IsEventSource)
            await dialogue.DoAsync("talkOfEvents", new() { ["url"] = place.Http(topic).AbsoluteUri });
        else
            await dialogue.DoAsync("talk", new() { ["url"] = place.Connect.AbsoluteUri, ["topic"] = topic });
        await NextAsync("talking");
    }

    public async Task PingAsync()
    {
        // EventSource has no pings, and does not show the comments that keep it alive.
        if (IsEventSource)
            return;
        await dialogue.DoAsync("ping", []);
        await NextAsync("ponged");
    }

    public async Task LeaveAsync()
    {
        await dialogue.DoAsync(IsEventSource ? "leaveEvents" : "leave", []);
        Assert.Equal(1000, (int?)(await NextAsync("left"))["code"]);
    }

    public async Task<string> DismissedAsync()
    {
        var dismissed = await NextAsync("dismissed");
        return $"{dismissed["code"]} {dismissed["reason"]}";
    }

    public ValueTask DisposeAsync() => dialogue.DisposeAsync();

    // What comes instead of it, such as the end of the connection, is what went wrong.
    private async Task<JsonNode> NextAsync(string name)
    {
        var next = JsonNode.Parse(await dialogue.NextAsync())!;
        return (string?)next["event"] == name ? next : throw new InvalidOperationException($"{name} was expected, and this came: {next}");
    }
}
