using System.Buffers;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Phoenix;

/// <summary>The protocol of one connection: it keeps the refs of the joined channels and of the messages that wait for a reply.</summary>
internal sealed class PhoenixConnection : IClientProtocol
{
    private readonly Dictionary<string, PhoenixRequest> _unanswered = [];
    private readonly Dictionary<string, string?> _joinRefs = [];

    public string Name => PhoenixProtocol.Instance.Name;

    public ProtocolTraits Traits => PhoenixProtocol.Instance.Traits;

    public IClientProtocol Shared => PhoenixProtocol.Instance;

    public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands)
    {
        if (kind == MessageKind.Text && PhoenixMessage.TryParse(payload, out var message))
            commands.Add(CommandOf(message));
        else
            commands.Add(new ClientCommand.Invalid(null, ErrorCode.MalformedCommand, "a message is a JSON array of five elements"));
    }

    public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
    {
        kind = MessageKind.Text;
        return serverEvent switch
        {
            ServerEvent.Subscribed { Id: { } id } subscribed => TryWriteJoined(output, id, subscribed.Topic),
            ServerEvent.Unsubscribed { Id: { } id } unsubscribed => _joinRefs.Remove(unsubscribed.Topic.Value) | TryReply(output, id),
            ServerEvent.Unsubscribed unsubscribed => TryWriteClosed(output, unsubscribed),
            ServerEvent.Published { Id: { } id } => TryReply(output, id),
            ServerEvent.Pong { Id: { } id } => TryReply(output, id),
            ServerEvent.Error { Id: { } id } error => TryReply(output, id, error),
            _ => Shared.TryWrite(serverEvent, output, out kind),
        };
    }

    private ClientCommand CommandOf(PhoenixMessage message)
    {
        _unanswered[message.Id.Json] = new PhoenixRequest(message.JoinRef, message.Id, message.Topic);
        if (message is { Topic: "phoenix", Event: "heartbeat" })
            return new ClientCommand.Ping(message.Id);
        if (!TopicName.TryParse(message.Topic, out var topic, out var fault))
            return new ClientCommand.Invalid(message.Id, ErrorCode.InvalidTopic, fault);

        return message.Event switch
        {
            "phx_join" => new ClientCommand.Subscribe(message.Id, topic, Since: null),
            "phx_leave" => new ClientCommand.Unsubscribe(message.Id, topic),
            _ => PublishOf(message, topic),
        };
    }

    private ClientCommand PublishOf(PhoenixMessage message, TopicName topic)
    {
        if (!_joinRefs.ContainsKey(message.Topic))
            return new ClientCommand.Invalid(message.Id, ErrorCode.NotSubscribed, "unmatched topic");

        return Publication.TryParseJson(message.Payload, out var publication, out var fault)
            ? new ClientCommand.Publish(message.Id, topic, publication.Named(message.Event))
            : new ClientCommand.Invalid(message.Id, ErrorCode.MalformedCommand, fault);
    }

    private bool TryWriteJoined(IBufferWriter<byte> output, RequestId id, TopicName topic)
    {
        if (_unanswered.TryGetValue(id.Json, out var request))
            _joinRefs[topic.Value] = request.JoinRef;
        return TryReply(output, id);
    }

    private bool TryReply(IBufferWriter<byte> output, RequestId id, ServerEvent.Error? error = null)
    {
        if (!_unanswered.Remove(id.Json, out var request))
            return false;

        PhoenixWriter.WriteReply(output, request, error is null ? "ok" : "error", json =>
        {
            if (error is null)
                return;

            json.WriteString("reason"u8, error.Code);
            json.WriteString("message"u8, error.Text);
        });
        return true;
    }

    // phx_error makes the client join again, phx_close does not: it was unsubscribed on purpose.
    private bool TryWriteClosed(IBufferWriter<byte> output, ServerEvent.Unsubscribed unsubscribed)
    {
        if (!_joinRefs.Remove(unsubscribed.Topic.Value, out var joinRef))
            return false;

        var isFault = unsubscribed.Reason is ErrorCode.InternalError or ErrorCode.StorageUnavailable or ErrorCode.TooManyTopics;
        PhoenixWriter.Write(output, joinRef, joinRef, unsubscribed.Topic.Value, isFault ? "phx_error" : "phx_close");
        return true;
    }
}
