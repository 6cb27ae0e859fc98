using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Writes that are committed together.</summary>
internal sealed class WriteGroup
{
    private const int MaxItems = 1000;
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Dictionary<TopicName, TopicWrites> _topics = [];
    private int _items;
    private long _bytes;

    public IReadOnlyCollection<TopicWrites> Topics => _topics.Values;

    /// <summary>Adds a write if it fits.</summary>
    public bool TryAdd(LaneItem item)
    {
        if (!item.IsWrite || _items == MaxItems || _bytes >= MaxBytes)
            return false;

        var topic = item.Request!.Topic;
        if (!_topics.TryGetValue(topic, out var writes))
            _topics.Add(topic, writes = new TopicWrites(topic));
        if (!writes.TryAdd(item))
            return false;

        _items++;
        if (item.Request is StorageRequest.Append append)
            _bytes += append.Messages.Sum(message => (long)message.Length);
        return true;
    }

    /// <summary>Splits the group into one per topic, so that one that is at fault does not fail the others.</summary>
    public IEnumerable<WriteGroup> Split()
    {
        foreach (var writes in _topics.Values)
        {
            var part = new WriteGroup();
            part._topics.Add(writes.Topic, writes);
            yield return part;
        }
    }
}
