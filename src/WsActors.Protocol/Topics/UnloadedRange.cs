namespace WsActors.Protocol.Topics;

/// <summary>
/// Describes the messages of a log whose payloads are in the store only, so that the log's copy on another node, which has another clock, keeps them too.
/// The copy takes them for messages of the same size that came at regular intervals: all that it decides by this is when they are too old or too many.
/// </summary>
/// <param name="From">The number of the oldest, from 1.</param>
/// <param name="To">The number of the newest.</param>
/// <param name="Bytes">The bytes that all of them count for.</param>
/// <param name="OldestAge">The time since the oldest was appended, in milliseconds.</param>
/// <param name="NewestAge">The time since the newest was appended, in milliseconds.</param>
public sealed record UnloadedRange(long From, long To, long Bytes, long OldestAge, long NewestAge)
{
    public long Count => To - From + 1;

    /// <summary>The age of one of them, in milliseconds.</summary>
    internal double AgeOf(long offset) =>
        Count == 1 ? OldestAge : OldestAge - ((OldestAge - NewestAge) * ((double)(offset - From) / (Count - 1)));
}
