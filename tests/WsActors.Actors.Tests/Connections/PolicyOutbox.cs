using System.Text;
using System.Text.Json;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Settings;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Actors.Tests.Connections;

/// <summary>An outbox whose peer has stopped reading in the middle of a first send, and what leaves it when the peer reads on.</summary>
internal sealed class PolicyOutbox
{
    public const int FirstSendBytes = 10;

    private readonly ClientEncoding _encoding;
    private readonly int _limit;
    private Outbox _outbox;

    public PolicyOutbox(int limit = int.MaxValue, IClientProtocol? protocol = null)
    {
        _limit = limit;
        _encoding = new ClientEncoding(protocol ?? JsonProtocol.Instance, WebSocketCarrier.Instance);
        _outbox.TryAdd(new byte[FirstSendBytes], limit);
        _outbox.TryStartSend(out _);
    }

    public int Bytes => _outbox.Bytes;

    public bool IsBehind => _outbox.IsBehind;

    public DropCount Dropped => _outbox.TakeDropped();

    public DropCount Waiting => _outbox.CountWaiting();

    public bool Add(
        TopicName topic, long offset, DeliveryPolicy policy, string? key = null, int padding = 0, int maxBytes = int.MaxValue)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(new string('x', padding)), out var publication, out _));
        var frame = _encoding.Encode(new ServerEvent.Message(topic, publication, new TopicPosition("e", offset)))!;
        return _outbox.TryAddDroppable(new DroppableFrame(topic, offset, key, frame, policy, maxBytes), _limit, _encoding);
    }

    /// <summary>A frame that must be delivered: a text such as <c>"unsubscribed"</c>.</summary>
    public bool Add(string text) => _outbox.TryAdd(Words(text), _limit);

    public bool Answer(string text) => _outbox.TryAddFirst(Words(text), _limit);

    public void Detach(TopicName topic) => _outbox.Detach(topic);

    public bool Shed() => _outbox.TryShed();

    public void Clear() => _outbox.Clear();

    /// <summary>The peer takes what is being sent, and the next piece is sent; null where there is none.</summary>
    public IReadOnlyList<string>? ReadOn()
    {
        _outbox.Sent();
        return _outbox.TryStartSend(out var bytes) ? Summaries(bytes.ToArray()) : null;
    }

    /// <summary>The peer takes everything.</summary>
    public IReadOnlyList<string> ReadAll()
    {
        var all = new List<string>();
        while (ReadOn() is { } piece)
            all.AddRange(piece);
        return all;
    }

    private static byte[] Words(string text) => FrameWriter.Frame(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(new { type = text }));

    private static IReadOnlyList<string> Summaries(byte[] sent) =>
        [.. ServerFrames.Texts([.. "\r\n\r\n"u8, .. sent]).Select(text => Summary(JsonSerializer.Deserialize<JsonElement>(text)))];

    // "news 5", "news 1-4 conflated", or what it is.
    private static string Summary(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "message" => $"{json.GetProperty("topic")} {json.GetProperty("offset")}",
        "gap" => $"{json.GetProperty("topic")} {json.GetProperty("from")}-{json.GetProperty("to")} {json.GetProperty("reason")}",
        var other => other!,
    };
}
