namespace WsActors.Protocol.WebSocket.Close;

/// <summary>A rule of RFC 6455 that the peer broke after the handshake. A value, never an exception.</summary>
/// <param name="Name">A stable, bounded name: the log's and the metric's label.</param>
/// <param name="Code">The close code that the rule asks for.</param>
/// <param name="Message">The fault and, if there is one, the limit; at most 123 bytes, sent as the close reason.</param>
public sealed record Violation(string Name, CloseCode Code, string Message);
