namespace WsActors.Protocol.Replication;

/// <summary>A page of a bucket's state.</summary>
/// <param name="Payload">The encoded topics.</param>
/// <param name="Next">The cursor of the next page; null if this is the last.</param>
public sealed record StatePage(ReadOnlyMemory<byte> Payload, string? Next);
