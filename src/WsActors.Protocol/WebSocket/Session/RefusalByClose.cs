using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>A refusal sent inside the WebSocket protocol, to a client that sees no HTTP status.</summary>
/// <param name="Subprotocol">One of those that the client offered; null for none.</param>
/// <param name="Frames">Finished frames to send ahead of the close frame, or nothing.</param>
/// <param name="Code">The code of the close frame.</param>
/// <param name="Reason">Its reason; more than 123 bytes of UTF-8 are cut.</param>
public sealed record RefusalByClose(string? Subprotocol, ReadOnlyMemory<byte> Frames, CloseCode Code, string Reason);
