namespace WsActors.Actors.Topics.Storage;

/// <summary>
/// Keeps the logs of durable topics beyond the life of the process. It works on a thread of its own: nobody who asks it
/// waits. Safe on any thread.
/// </summary>
public interface IHistoryStore
{
    /// <summary>
    /// Takes a request. They are carried out in the order in which they come, and each is answered by a
    /// <see cref="StorageAnswer"/> to its asker: once it is on the disk, or once it is certain that it will not be.
    /// </summary>
    void Submit(StorageRequest request);

    /// <summary>
    /// Takes a bucket over: every lower term ends, and what it has under way is finished or refused before the
    /// <see cref="BucketTaken"/> comes. A store that belongs to one process grants the term that is asked for.
    /// </summary>
    void TakeOver(TakeBucket request);
}
