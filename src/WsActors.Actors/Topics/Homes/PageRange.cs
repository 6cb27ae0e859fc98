namespace WsActors.Actors.Topics.Homes;

/// <summary>A range of a topic's log, bounded in messages and bytes. Readers of the same range share one read from the disk.</summary>
/// <param name="After">The offset behind which the page begins.</param>
/// <param name="MaxMessages">At most so many messages.</param>
/// <param name="MaxBytes">At most so many bytes, but one message at least.</param>
internal readonly record struct PageRange(long After, int MaxMessages, long MaxBytes);
