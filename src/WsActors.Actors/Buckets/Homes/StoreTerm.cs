using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>The right of a bucket's home to write to the store, which it takes before its first request and again if it has lost it.</summary>
/// <param name="context">The bucket.</param>
/// <param name="storage">The store.</param>
/// <param name="term">The term of the home.</param>
internal sealed class StoreTerm(BucketContext context, TopicStorage storage, long term)
{
    private TakeBucket? _taking;

    /// <summary>The right; null while the home has none.</summary>
    public StorageFence? Fence { get; private set; }

    /// <summary>Asks for the right, unless that is under way.</summary>
    public void Take()
    {
        if (_taking is not null)
            return;

        _taking = new TakeBucket(context.Number, term, context.Actor);
        storage.Store.TakeOver(_taking);
    }

    /// <summary>Takes the store's answer; false if it is one to another home.</summary>
    public bool TryTake(BucketTaken taken)
    {
        if (!ReferenceEquals(taken.Request, _taking))
            return false;

        _taking = null;
        if (taken.Fault is null)
            Fence = new StorageFence(context.Number, taken.Term);
        return true;
    }

    /// <summary>The right may have ended: it is taken again before the next request.</summary>
    public void Lose() => Fence = null;
}
