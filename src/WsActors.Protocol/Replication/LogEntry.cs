namespace WsActors.Protocol.Replication;

/// <summary>One entry of a bucket's log.</summary>
/// <param name="Sequence">Its number in the bucket, from 1, without holes.</param>
/// <param name="Term">The term of the home that appended it.</param>
/// <param name="Payload">The encoded change of a topic; shared, never changed.</param>
public readonly record struct LogEntry(long Sequence, long Term, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The bytes that it counts for in limits.</summary>
    public int Bytes => Payload.Length + 32;
}
