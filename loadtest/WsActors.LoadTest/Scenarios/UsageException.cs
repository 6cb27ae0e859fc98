namespace WsActors.LoadTest.Scenarios;

/// <summary>What was asked for cannot be done; the message is the one line that the user sees. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
