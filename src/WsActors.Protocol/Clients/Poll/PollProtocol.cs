using System.Globalization;
using System.Text;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Poll;

/// <summary>
/// A long poll: one HTTP answer that holds what the client has missed, or the next message when it comes. It has the form
/// of the client protocol's <c>history</c>, and is the same for everyone who waits for the topic.
/// </summary>
public sealed class PollProtocol : IClientProtocol
{
    public static readonly PollProtocol Instance = new(isResuming: false);

    /// <summary>The protocol for clients that name a position: each answer says whether something is missing behind it.</summary>
    public static readonly PollProtocol Resuming = new(isResuming: true);

    private readonly bool _isResuming;

    private PollProtocol(bool isResuming) => _isResuming = isResuming;

    public string Name => "poll";

    /// <summary>What a topic refused, as the answer to the request that waits for it.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="message">What is wrong and what is allowed.</param>
    public static HandshakeRefusal RefusalOf(string code, string message) => new(code switch
    {
        ErrorCode.UnknownTopic => 404,
        ErrorCode.TooManyTopics or ErrorCode.StorageFull or ErrorCode.StorageUnavailable or ErrorCode.InternalError => 503,
        _ => 403,
    }, code, message);

    /// <summary>Nobody speaks on this way but the server.</summary>
    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload) =>
        throw new InvalidOperationException("a poll carries no messages of the client");

    /// <summary>A whole HTTP answer.</summary>
    public byte[]? Write(ServerEvent serverEvent) => serverEvent switch
    {
        ServerEvent.Message message => Answer(JsonEventWriter.WriteText(HistoryOf(message))),
        ServerEvent.History => Answer(JsonEventWriter.WriteText(serverEvent)),
        _ => null,
    };

    /// <summary>The answer to a poll.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="position">Where its log stands; null where it is not known yet, or the topic keeps no history.</param>
    /// <param name="page">What the client missed, or nothing.</param>
    public ServerEvent.History AnswerOf(TopicName topic, TopicPosition? position, LogPage page) =>
        new(Id: null, topic, position, page) { Recovered = page.Missed is not null ? false : _isResuming ? true : null };

    private ServerEvent.History HistoryOf(ServerEvent.Message message)
    {
        var offset = message.Position?.Offset ?? 0;
        var page = new LogPage([new LoggedMessage(offset, default, message.Publication)], Missed: null, offset, IsEnd: true);
        return AnswerOf(message.Topic, message.Position, page);
    }

    private static byte[] Answer(byte[] json)
    {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n" +
            $"Access-Control-Allow-Origin: *\r\nContent-Length: {json.Length.ToString(CultureInfo.InvariantCulture)}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. json];
    }
}
