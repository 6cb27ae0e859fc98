namespace WsActors.Protocol.Topics;

/// <summary>A message that a log keeps.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="AppendedAt">The time at which it was appended, on the caller's clock.</param>
/// <param name="Publication">The publication.</param>
public readonly record struct LoggedMessage(long Offset, TimeSpan AppendedAt, Publication Publication)
{
    /// <summary>The memory of a kept message besides its payload: its place in the log, two objects, an array.</summary>
    private const int Overhead = 128;

    /// <summary>Bytes that the message counts for.</summary>
    public long Bytes => Publication.Payload.Length + Overhead;
}
