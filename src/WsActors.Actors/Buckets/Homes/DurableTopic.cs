using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets.Entries;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>A durable topic at its home: whether its stored log is here, what waits for it, and what is on its way to the store.</summary>
internal sealed class DurableTopic
{
    private List<Action<StorageFault?>> _deferred = [];

    /// <summary>True once the bucket's state holds what the store has.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>Requests in their order, with the bytes that they count for while they wait.</summary>
    public Queue<(TopicRequest Request, RequestOrigin Origin, long Bytes)> Waiting { get; } = new();

    /// <summary>True if followers or queries wait for the log.</summary>
    public bool HasDeferred => _deferred.Count > 0;

    /// <summary>Entries of the stored log that are still to be appended, or committed if it is empty; null if the log is not being restored.</summary>
    public Queue<BucketEntry>? Restoring { get; set; }

    /// <summary>The request to the store that is under way; null if there is none.</summary>
    public StorageRequest? UnderWay { get; set; }

    /// <summary>The entries of that request.</summary>
    public DurableBatch Batch { get; } = new();

    /// <summary>Has a follower or a query wait until the log is loaded; it is told the fault if it cannot be.</summary>
    public void Defer(Action<StorageFault?> then) => _deferred.Add(then);

    /// <summary>Takes out those that wait for the log.</summary>
    public List<Action<StorageFault?>> TakeDeferred()
    {
        var deferred = _deferred;
        _deferred = [];
        return deferred;
    }
}
