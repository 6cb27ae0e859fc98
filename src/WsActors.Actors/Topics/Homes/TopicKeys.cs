using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>One topic's idempotency keys within the budget of all topics.</summary>
internal sealed class TopicKeys(IdempotencyKeys keys, KeyBudget budget)
{
    private long _reported;

    public bool IsEmpty => keys.Count == 0;

    public KeyedPublication? Find(string key, TimeSpan now)
    {
        var found = keys.Find(key, now);
        budget.Report(keys.Bytes, ref _reported);
        return found;
    }

    public void Remember(string key, KeyedPublication publication, TimeSpan now)
    {
        keys.Remember(key, publication, now);
        budget.Balance(keys, ref _reported);
    }

    public void Expire(TimeSpan now)
    {
        keys.Expire(now);
        budget.Report(keys.Bytes, ref _reported);
    }

    /// <summary>Gives back to the budget what the keys held: the topic ends.</summary>
    public void Release() => budget.Report(0, ref _reported);
}
