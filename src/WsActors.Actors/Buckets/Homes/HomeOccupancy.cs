using WsActors.Actors.Backend;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// Tells the backend, for topics whose rule has events, that a topic is occupied and that it is vacated, counting the subscribers of all nodes. The reports
/// are part of the bucket's state, so that the next home does not repeat them.
/// </summary>
internal sealed class HomeOccupancy
{
    private readonly BucketContext _context;
    private readonly BucketTopics _state;
    private readonly Followers _followers;
    private readonly Func<BucketEntry, bool> _tryAppend;
    private readonly Dictionary<TopicName, TimeSpan> _emptySince = [];
    private readonly HashSet<TopicName> _underWay = [];

    /// <param name="context">The bucket.</param>
    /// <param name="state">The committed state.</param>
    /// <param name="followers">The nodes with subscribers.</param>
    /// <param name="tryAppend">Appends an entry; false if that is impossible at present.</param>
    public HomeOccupancy(BucketContext context, BucketTopics state, Followers followers, Func<BucketEntry, bool> tryAppend)
    {
        (_context, _state, _followers, _tryAppend) = (context, state, followers, tryAppend);

        // The nodes have yet to report their subscribers to this home.
        foreach (var topic in state.All.Where(topic => topic.IsOccupied))
            _emptySince.Add(topic.Name, context.Now);
    }

    /// <summary>The subscribers of a topic may have changed.</summary>
    public void Note(TopicName name)
    {
        if (!_context.Environment.Rules.For(name).Events || !_state.TryFind(name, out var topic))
            return;

        if (_followers.SubscribersOf(name) > 0)
            Occupy(topic);
        else if (topic.IsOccupied)
            _emptySince.TryAdd(name, _context.Now);
    }

    /// <summary>Reports topics that have been empty for long enough.</summary>
    public void Tick()
    {
        foreach (var (name, since) in _emptySince.ToArray())
        {
            if (_context.Now - since >= _context.Environment.Topics.Settings.EmptiedAfter && _state.TryFind(name, out var topic))
                Append(topic, isOccupied: false);
        }
    }

    /// <summary>The change is committed: the backend is told.</summary>
    public void OnCommitted(BucketEntry.Occupied entry)
    {
        _underWay.Remove(entry.Topic);
        _context.Environment.Topics.Backend.Tell(
            entry.IsOccupied ? new BackendEvent.TopicOccupied(entry.Topic) : new BackendEvent.TopicVacated(entry.Topic));
        if (!entry.IsOccupied)
            _emptySince.Remove(entry.Topic);
        Note(entry.Topic);
    }

    private void Occupy(BucketTopic topic)
    {
        _emptySince.Remove(topic.Name);
        if (!topic.IsOccupied)
            Append(topic, isOccupied: true);
    }

    private void Append(BucketTopic topic, bool isOccupied)
    {
        if (!_underWay.Contains(topic.Name) && _tryAppend(new BucketEntry.Occupied(topic.Name, topic.Log.Epoch, isOccupied)))
            _underWay.Add(topic.Name);
    }
}
