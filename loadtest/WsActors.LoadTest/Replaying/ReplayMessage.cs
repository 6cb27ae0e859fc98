using System.Net.WebSockets;

namespace WsActors.LoadTest.Replaying;

/// <summary>A message of the client that was tapped.</summary>
/// <param name="After">The time from the beginning of the tap to its last frame.</param>
/// <param name="Kind">Text or binary.</param>
/// <param name="Payload">The whole payload.</param>
internal sealed record ReplayMessage(TimeSpan After, WebSocketMessageType Kind, byte[] Payload);
