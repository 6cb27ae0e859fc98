using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>
/// Writes a bucket's state as pages, for a replica that has none: version (1 byte), then sections, each of them a <see cref="StatePart"/> (1 byte) and its
/// fields. Times are ages in milliseconds. The state may change between two pages: what a page has missed is in the entries that the reader gets afterwards.
/// </summary>
internal static class StatePages
{
    public const byte Version = 1;

    private const int MaxSectionBytes = 16 * 1024;
    private const int KeyBytes = 64;
    private const int RequestBytes = 64;

    /// <summary>Reads a page: at least one section.</summary>
    public static StatePage Read(BucketTopics topics, string? cursor, int maxBytes)
    {
        var writer = new WireWriter(maxBytes);
        writer.Byte(Version);
        StateCursor? next = StateCursor.Parse(cursor);
        do
            next = WriteSection(topics, writer, next.Value);
        while (next is not null && writer.Length + MaxSectionBytes < maxBytes);
        return new StatePage(writer.ToArray(), next?.Text);
    }

    private static StateCursor? WriteSection(BucketTopics topics, WireWriter writer, StateCursor cursor)
    {
        if (cursor.Part == StatePart.Requests)
            return WriteRequests(topics, writer, cursor);

        if (cursor.Part != StatePart.Topic && topics.TryFind(TopicName.Parse(cursor.Name), out var topic))
            return cursor.Part == StatePart.Messages ? WriteMessages(topics, writer, topic, cursor) : WriteKeys(topics, writer, topic, cursor.Number);

        return WriteNextTopic(topics, writer, cursor.Name);
    }

    private static StateCursor WriteRequests(BucketTopics topics, WireWriter writer, StateCursor cursor)
    {
        var rest = topics.Requests.All
            .Select(request => (Key: (Node: request.Origin.Node.ToString(), request.Origin.Number), Request: request))
            .Where(entry => (string.CompareOrdinal(entry.Key.Node, cursor.Name), entry.Key.Number).CompareTo((0, cursor.Number)) > 0)
            .OrderBy(entry => entry.Key.Node, StringComparer.Ordinal).ThenBy(entry => entry.Key.Number)
            .Take((MaxSectionBytes / RequestBytes) + 1).ToArray();
        var section = rest.Take(MaxSectionBytes / RequestBytes).ToArray();
        writer.Byte((byte)StatePart.Requests);
        writer.List(section, entry =>
        {
            writer.Replica(entry.Request.Origin.Node);
            writer.Number(entry.Request.Origin.Number);
            TopicWire.Write(writer, entry.Request.Position);
        });
        return rest.Length > section.Length
            ? new StateCursor(StatePart.Requests, section[^1].Key.Number, section[^1].Key.Node)
            : new StateCursor(StatePart.Topic, 0, string.Empty);
    }

    private static StateCursor? WriteNextTopic(BucketTopics topics, WireWriter writer, string after)
    {
        if (topics.Behind(after) is not { } next)
            return null;

        topics.Expire(next);
        writer.Byte((byte)StatePart.Topic);
        writer.Text(next.Name.Value);
        return new StateCursor(StatePart.Messages, next.Log.OldestKept - 1, next.Name.Value, next.Log.Epoch);
    }

    // A log that began since the section before is read from its beginning.
    private static StateCursor WriteMessages(BucketTopics topics, WireWriter writer, BucketTopic topic, StateCursor cursor)
    {
        var after = cursor.Epoch == topic.Log.Epoch ? cursor.Number : topic.Log.OldestKept - 1;
        var page = topic.Log.Read(after, int.MaxValue, MaxSectionBytes);
        if (topic.Log.DescribeUnloaded(topics.Host.Now) is { } unloaded)
        {
            writer.Byte((byte)StatePart.Unloaded);
            TopicWire.Write(writer, unloaded);
        }

        writer.Byte((byte)StatePart.Messages);
        TopicWire.Write(writer, topic.Log.Position);
        writer.Flag(page.IsEnd);
        writer.Flag(topic.IsOccupied);
        writer.List(page.Messages, message => TopicWire.Write(writer, KeptMessage.Of(message, topics.Host.Now)));
        return page.IsEnd
            ? new StateCursor(StatePart.Keys, 0, topic.Name.Value, topic.Log.Epoch)
            : new StateCursor(StatePart.Messages, page.After, topic.Name.Value, topic.Log.Epoch);
    }

    private static StateCursor WriteKeys(BucketTopics topics, WireWriter writer, BucketTopic topic, long after)
    {
        var keys = topic.Keys?.After(after, MaxSectionBytes / KeyBytes) ?? [];
        var isEnd = keys.Count < MaxSectionBytes / KeyBytes;
        writer.Byte((byte)StatePart.Keys);
        writer.Flag(isEnd);
        writer.List(keys, key =>
        {
            writer.Text(key.Key);
            writer.Number(key.Publication.Offset);
            writer.Number(key.Publication.Fingerprint);
            writer.Number(KeptMessage.AgeOf(key.At, topics.Host.Now));
        });
        return isEnd
            ? new StateCursor(StatePart.Topic, 0, topic.Name.Value)
            : new StateCursor(StatePart.Keys, keys[^1].Publication.Offset, topic.Name.Value, topic.Log.Epoch);
    }
}
