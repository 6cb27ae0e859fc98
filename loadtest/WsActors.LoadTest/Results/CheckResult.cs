namespace WsActors.LoadTest.Results;

/// <summary>A statement that must hold, and what was found.</summary>
internal sealed record CheckResult(string Statement, bool Passed, string Found);
