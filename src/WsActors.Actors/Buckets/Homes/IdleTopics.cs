using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Ends topics that nobody has needed for a while: without followers, history and keys. A little is done at a time.</summary>
internal sealed class IdleTopics(BucketContext context, HomeTopics topics, Followers followers, Func<BucketEntry, bool> tryAppend)
{
    private const int TopicsPerRound = 64;

    // Five times as long as a tick: nobody waits for this.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string _last = string.Empty;
    private TimeSpan _nextRound;

    public void Tick()
    {
        if (context.Now < _nextRound)
            return;

        _nextRound = context.Now + Interval;
        for (var i = 0; i < TopicsPerRound; i++)
        {
            if (topics.State.Behind(_last) is not { } next)
            {
                _last = string.Empty;
                return;
            }

            _last = next.Name.Value;
            if (IsIdle(next))
                tryAppend(new BucketEntry.Forgotten(next.Name, next.Log.Epoch));
        }
    }

    private bool IsIdle(BucketTopic topic)
    {
        topics.State.Expire(topic);
        return topic.Log.Count == 0 && topic.Keys is null && !topic.IsOccupied
            && context.Now - topic.UsedAt >= context.Environment.Topics.Settings.ForgetAfter
            && topics.IsSettled(topic.Name) && !followers.IsFollowed(topic.Name);
    }
}
