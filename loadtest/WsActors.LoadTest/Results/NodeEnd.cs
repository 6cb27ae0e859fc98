namespace WsActors.LoadTest.Results;

/// <summary>The end of a node's process.</summary>
/// <param name="Node">Its number.</param>
/// <param name="ExitCode">128 and the signal's number if a signal ended it.</param>
/// <param name="WasAsked">Whether the load generator ended it.</param>
internal sealed record NodeEnd(int Node, int ExitCode, bool WasAsked);
