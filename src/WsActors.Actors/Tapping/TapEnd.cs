using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Tapping;

/// <summary>The end of a connection that was tapped.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Code">The code that the connection was closed with; null if there was none.</param>
/// <param name="Reason">The reason; may be empty.</param>
public sealed record TapEnd(ConnectionOutcome Outcome, CloseCode? Code, string Reason);
