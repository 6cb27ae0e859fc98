namespace WsActors.Protocol.Replication;

/// <summary>
/// The state of a bucket's topics on one node, as made by the committed entries: histories, positions and idempotency keys. What
/// <see cref="Apply"/> adds may be shown to subscribers.
/// </summary>
public interface IBucketState
{
    /// <summary>
    /// Applies a committed entry. Entries come in the order of their numbers. After <see cref="Load"/>, entries may come again that a loaded page
    /// already contains: they must change nothing.
    /// </summary>
    void Apply(in LogEntry entry);

    /// <summary>Reads a page of the state, for a replica that has none.</summary>
    /// <param name="cursor">The cursor of the page before; null for the first page.</param>
    /// <param name="maxBytes">At most so many bytes, except for a single item that is larger.</param>
    StatePage Read(string? cursor, int maxBytes);

    /// <summary>Adds a page that another replica's <see cref="Read"/> returned.</summary>
    void Load(StatePage page);
}
