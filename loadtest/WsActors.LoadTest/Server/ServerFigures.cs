namespace WsActors.LoadTest.Server;

/// <summary>What a server process holds and has spent so far.</summary>
internal readonly record struct ServerFigures(long ResidentBytes, double CpuSeconds);
