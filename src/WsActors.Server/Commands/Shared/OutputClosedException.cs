namespace WsActors.Server.Commands.Shared;

/// <summary>The program that reads the output has ended.</summary>
internal sealed class OutputClosedException(Exception fault) : Exception("The reader of the output has ended", fault);
