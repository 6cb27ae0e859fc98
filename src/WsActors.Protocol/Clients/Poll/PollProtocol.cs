using System.Buffers;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Poll;

/// <summary>
/// A long poll: one answer that holds the messages that the client has missed, or the next one when it comes. It has the form
/// of the client protocol's <c>history</c>, and is the same for all clients that wait for the topic.
/// </summary>
public sealed class PollProtocol : IClientProtocol
{
    public static readonly PollProtocol Instance = new(isResuming: false);

    /// <summary>The protocol for clients that name a position: each answer says whether something is missing behind it.</summary>
    public static readonly PollProtocol Resuming = new(isResuming: true);

    private readonly bool _isResuming;

    private PollProtocol(bool isResuming) => _isResuming = isResuming;

    public string Name => "poll";

    public ProtocolTraits Traits => ProtocolTraits.ReportsGaps;

    /// <summary>A topic's refusal as the answer to the request that waits for it.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="message">The fault, and what is allowed.</param>
    public static HandshakeRefusal RefusalOf(string code, string message) => new(code switch
    {
        ErrorCode.UnknownTopic => 404,
        ErrorCode.TooManyTopics or ErrorCode.StorageFull or ErrorCode.StorageUnavailable or ErrorCode.InternalError => 503,
        _ => 403,
    }, code, message);

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        var answer = serverEvent switch
        {
            ServerEvent.Message message => HistoryOf(message),
            ServerEvent.History history => history,
            _ => null,
        };
        if (answer is not null)
            JsonEventWriter.Write(answer, output);
        return answer is not null;
    }

    /// <summary>The answer to a poll.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="position">The position of its log; null if it is not known yet, or the topic keeps no history.</param>
    /// <param name="page">The range that the client missed, or null.</param>
    public ServerEvent.History AnswerOf(TopicName topic, TopicPosition? position, LogPage page) =>
        new(Id: null, topic, position, page) { Recovered = page.Missed is not null ? false : _isResuming ? true : null };

    private ServerEvent.History HistoryOf(ServerEvent.Message message)
    {
        var offset = message.Position?.Offset ?? 0;
        var page = new LogPage([new LoggedMessage(offset, default, message.Publication)], Missed: null, offset, IsEnd: true);
        return AnswerOf(message.Topic, message.Position, page);
    }
}
