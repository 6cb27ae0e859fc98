using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Json;

/// <summary>
/// The full client protocol: one JSON object in each text message, and <c>type</c> says what it is. Both directions
/// are listed in the README.
/// </summary>
public sealed class JsonProtocol : IClientProtocol
{
    /// <summary>The name that clients offer in Sec-WebSocket-Protocol (RFC 6455 §1.9).</summary>
    public const string Subprotocol = "wsactors.v1.json";

    public static readonly JsonProtocol Instance = new();

    private JsonProtocol()
    {
    }

    public string Name => "json";

    public ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload) => kind == MessageKind.Text
        ? JsonCommandReader.Read(payload)
        : new ClientCommand.Invalid(
            null, ErrorCode.MalformedCommand, "a binary message is not allowed: send JSON in a text message");

    public byte[]? Write(ServerEvent serverEvent) => JsonEventWriter.Write(serverEvent);
}
