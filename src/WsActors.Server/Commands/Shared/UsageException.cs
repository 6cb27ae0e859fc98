namespace WsActors.Server.Commands.Shared;

/// <summary>The arguments are wrong; the message is one line that says what to write. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
