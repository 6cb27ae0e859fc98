using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets.Wire;

/// <summary>Encodes topic names and positions for the way between nodes.</summary>
public static class TopicWire
{
    // Stands for a name that could not be read: the reader has a fault then, and nobody sees it.
    private static readonly TopicName Unread = TopicName.Parse("unread");

    public static TopicName ReadTopic(WireReader reader)
    {
        var text = reader.Text();
        if (TopicName.TryParse(text, out var name, out var fault))
            return name;

        reader.Fail(fault);
        return Unread;
    }

    public static void Write(WireWriter writer, TopicPosition position)
    {
        writer.Text(position.Epoch);
        writer.Number(position.Offset);
    }

    public static TopicPosition ReadPosition(WireReader reader) => new(reader.Text(), reader.Number());

    public static void WriteOptional(WireWriter writer, TopicPosition? position)
    {
        writer.Flag(position is not null);
        if (position is not null)
            Write(writer, position);
    }

    public static TopicPosition? ReadOptionalPosition(WireReader reader) => reader.Flag() ? ReadPosition(reader) : null;

    public static void Write(WireWriter writer, KeptMessage message)
    {
        writer.Number(message.Offset);
        writer.Number(message.Age);
        PublicationWire.Write(writer, message.Publication);
    }

    /// <summary>Reads a message. It shares no buffer with the others of its page, each of which is kept for another time.</summary>
    public static KeptMessage ReadMessage(WireReader reader) => new(reader.Number(), reader.Number(), PublicationWire.Read(reader).Detached());

    public static void Write(WireWriter writer, UnloadedRange range)
    {
        writer.Number(range.From);
        writer.Number(range.To);
        writer.Number(range.Bytes);
        writer.Number(range.OldestAge);
        writer.Number(range.NewestAge);
    }

    public static UnloadedRange ReadUnloaded(WireReader reader)
    {
        var range = new UnloadedRange(reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number());
        if (range.From < 1 || range.To < range.From || range.NewestAge > range.OldestAge || range.OldestAge > KeptMessage.MaxAge)
            reader.Fail($"messages that are in the store only go from {range.From} to {range.To}, with ages from {range.OldestAge} to {range.NewestAge} ms");
        return range;
    }

    public static void WriteOptional(WireWriter writer, MissedRange? missed)
    {
        writer.OptionalText(missed?.Reason);
        if (missed is null)
            return;

        writer.Number(missed.From);
        writer.Number(missed.To);
    }

    public static MissedRange? ReadOptionalMissed(WireReader reader) =>
        reader.OptionalText() is { } reason ? ReadMissed(reader.Number(), reader.Number(), reason, reader) : null;

    private static MissedRange? ReadMissed(long from, long to, string reason, WireReader reader)
    {
        if (reason is MissedRange.EpochChanged or MissedRange.OffsetAhead)
            return MissedRange.OfOtherLog(to, reason);
        if (from >= 1 && to >= from)
            return new MissedRange(from, to, reason);

        reader.Fail($"a range of missed messages goes from {from} to {to}");
        return null;
    }
}
