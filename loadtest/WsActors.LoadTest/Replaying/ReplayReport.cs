namespace WsActors.LoadTest.Replaying;

/// <summary>The outcome of one connection of a replay.</summary>
/// <param name="Sent">Messages that were sent.</param>
/// <param name="Received">Messages that were received.</param>
/// <param name="Fault">The refusal or the close of the server that ended it early; null if none did.</param>
internal sealed record ReplayReport(int Sent, long Received, string? Fault);
