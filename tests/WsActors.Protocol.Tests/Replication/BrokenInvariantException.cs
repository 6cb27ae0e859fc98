namespace WsActors.Protocol.Tests.Replication;

/// <summary>The simulated cluster has done something that it never may.</summary>
public sealed class BrokenInvariantException(string message) : Exception(message);
