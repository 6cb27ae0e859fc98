namespace WsActors.Fuzz;

/// <summary>There is nothing to fuzz with on this machine, or it would not run.</summary>
public sealed class FuzzerMissingException(string message) : Exception(message);
