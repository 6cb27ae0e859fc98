namespace WsActors.LoadTest.Results;

/// <summary>All clients were cut at once and came back.</summary>
internal sealed record StormReport(
    long Clients, double SecondsToLastSubscribed, double PerSecond, long HandshakeTimeouts, IReadOnlyDictionary<string, long> Refusals);
