using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets.Entries;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>A bucket's home, as its durable topics use it.</summary>
internal interface IDurableHost
{
    /// <summary>Decides on a publication or a deletion; null if it has been answered, or waits for one that is under way.</summary>
    BucketEntry? Decide(TopicRequest request, RequestOrigin origin);

    /// <summary>Appends an entry; false if that is impossible at present.</summary>
    bool TryAppend(BucketEntry entry);

    /// <summary>Appends an entry that the decisions know to be under way; false if that is impossible at present.</summary>
    bool TryAppendStored(BucketEntry entry);

    /// <summary>Refuses a request.</summary>
    void Refuse(RequestOrigin origin, StorageFault fault);
}
