using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>One topic's idempotency keys within the budget of all topics.</summary>
internal sealed class TopicKeys(IdempotencyKeys keys, KeyBudget budget)
{
    /// <summary>Keys that a topic keeps whatever the others hold, so that a flood on one does not undo the promise of all.</summary>
    private const int Kept = 100;

    private long _reported;

    public bool IsEmpty => keys.Count == 0;

    public KeyedPublication? Find(string key, TimeSpan now)
    {
        var found = keys.Find(key, now);
        Report();
        return found;
    }

    public void Remember(string key, KeyedPublication publication, TimeSpan now)
    {
        keys.Remember(key, publication, now);
        Report();
        while (budget.IsExceeded && keys.Count > Kept)
        {
            keys.ForgetOldest();
            Report();
        }
    }

    public void Expire(TimeSpan now)
    {
        keys.Expire(now);
        Report();
    }

    /// <summary>Gives back to the budget what the keys held: the topic ends.</summary>
    public void Release()
    {
        budget.Add(-_reported);
        _reported = 0;
    }

    private void Report()
    {
        budget.Add(keys.Bytes - _reported);
        _reported = keys.Bytes;
    }
}
