using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Ends topics that nobody has needed for a while: without followers, history and keys. A little is done at a time.</summary>
internal sealed class IdleTopics(BucketContext context, HomeTopics topics, Followers followers, Func<BucketEntry, bool> tryAppend)
{
    private const int TopicsPerTick = 64;

    private string _last = string.Empty;

    public void Tick()
    {
        for (var i = 0; i < TopicsPerTick; i++)
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
