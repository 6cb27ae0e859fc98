namespace WsActors.LoadTest.Results;

/// <summary>How the connections came to stand.</summary>
internal sealed record ConnectReport(
    long Connections, double Seconds, double PerSecond, long HandshakeTimeouts, IReadOnlyDictionary<string, long> Refusals);
