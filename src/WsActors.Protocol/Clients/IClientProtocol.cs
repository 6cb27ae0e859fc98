using System.Buffers;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>
/// A client protocol: reads messages into commands and encodes events as payloads. An <see cref="ICarrier"/> frames the payloads,
/// so a protocol knows neither WebSocket frames nor HTTP. One shared instance serves every connection of every thread, unless
/// <see cref="ForConnection"/> returns another.
/// </summary>
public interface IClientProtocol
{
    /// <summary>A stable, bounded name: the metric's label.</summary>
    string Name { get; }

    /// <summary>The names under which clients offer it in Sec-WebSocket-Protocol (RFC 6455 §1.9), the preferred one first.</summary>
    IReadOnlyList<string> Subprotocols => [];

    ProtocolTraits Traits { get; }

    /// <summary>Stands between several events in one message; null if each event needs a message of its own.</summary>
    byte? Separator => null;

    /// <summary>
    /// The stateless instance with the same encoding. Topics encode with it what all their subscribers receive; what a connection
    /// alone receives is encoded with the connection's own instance.
    /// </summary>
    IClientProtocol Shared => this;

    /// <summary>The instance that one connection speaks: this one, unless the protocol keeps state per connection.</summary>
    IClientProtocol ForConnection() => this;

    /// <summary>
    /// Adds the commands of one message: none, one or several. Never throws: what cannot be read is a
    /// <see cref="ClientCommand.Invalid"/>. The payload is valid during the call only. A protocol whose carrier brings no
    /// messages of the client reads nothing.
    /// </summary>
    void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands)
    {
    }

    /// <summary>Encodes one event as one payload; false if this protocol cannot express it. Then nothing was written.</summary>
    /// <param name="serverEvent">
    /// The event. <see cref="ServerEvent.Welcome"/> comes first on each WebSocket; if credentials come in band, it answers the
    /// <see cref="ClientCommand.Connect"/>, and a <see cref="ServerEvent.Error"/> may come instead of it.
    /// </param>
    /// <param name="output">Receives the payload.</param>
    /// <param name="kind">The message's kind, text or binary, for carriers that distinguish them.</param>
    bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind);

    /// <summary>Finds the topics that a message of either side concerns. Never throws.</summary>
    /// <param name="payload">The first bytes of the message; empty if only a later part of it is there.</param>
    /// <param name="isWhole">True if these are all.</param>
    MessageSubject SubjectOf(ReadOnlySpan<byte> payload, bool isWhole) => MessageSubject.Unknown;

    /// <summary>
    /// The close code of a refusal after the 101; null if the refusal is an HTTP status in any case. If credentials come in band, it is too late
    /// for a status, and null selects the server's own code in the protocol's place for it.
    /// </summary>
    CloseCode? CloseCodeOf(HandshakeRefusal refusal) => RefusalCloseCodes.Of(refusal);

    /// <summary>The protocol's own close code in place of the server's. Log and metrics keep the server's.</summary>
    CloseCode CloseCodeOf(CloseCode code) => code;

    /// <summary>The code with which a connection is closed that the protocol cannot tell of an error.</summary>
    /// <param name="errorCode">One of <see cref="ErrorCode"/>.</param>
    CloseCode CloseCodeOfError(string errorCode) =>
        errorCode == ErrorCode.TryAgainLater ? CloseCode.TryAgainLater : CloseCode.PolicyViolation;
}
