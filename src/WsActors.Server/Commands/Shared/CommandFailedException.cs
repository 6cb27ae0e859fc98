namespace WsActors.Server.Commands.Shared;

/// <summary>A command was refused or failed; the message is one line that names the fault and what to do. Exit code 1.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
