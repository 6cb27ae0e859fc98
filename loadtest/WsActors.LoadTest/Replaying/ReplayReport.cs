namespace WsActors.LoadTest.Replaying;

/// <summary>The outcome of one connection of a replay.</summary>
/// <param name="Sent">Messages that were sent.</param>
/// <param name="Received">Messages that were received.</param>
/// <param name="Fault">What ended it early: a refusal, or a close of the server; null if nothing did.</param>
internal sealed record ReplayReport(int Sent, long Received, string? Fault);
