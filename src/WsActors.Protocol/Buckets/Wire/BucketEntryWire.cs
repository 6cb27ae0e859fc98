using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets.Wire;

/// <summary>
/// Encodes the entries of a bucket's log: version (1 byte), kind (1 byte), topic, origin (optional), then the fields of the kind. A reader ignores what
/// follows the fields that it knows, so a later program may append fields without another version.
/// </summary>
public static class BucketEntryWire
{
    /// <summary>The version that this program writes, and the only one that it reads.</summary>
    public const byte Version = 1;

    private const byte CreatedKind = 1;
    private const byte PublishedKind = 2;
    private const byte ClearedKind = 3;
    private const byte ForgottenKind = 4;
    private const byte OccupiedKind = 5;

    public static byte[] Write(BucketEntry entry)
    {
        var writer = new WireWriter(64 + ((entry as BucketEntry.Published)?.Publication.Payload.Length ?? 0));
        writer.Byte(Version);
        writer.Byte(KindOf(entry));
        writer.Text(entry.Topic.Value);
        WriteOrigin(writer, entry.Origin);
        WriteFields(writer, entry);
        return writer.ToArray();
    }

    /// <summary>Decodes an entry, or returns its fault. The bytes are kept, not copied.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out BucketEntry? entry, [NotNullWhen(false)] out string? fault)
    {
        var reader = new WireReader(bytes);
        reader.Version(Version);
        var (kind, topic) = (reader.Byte(), TopicWire.ReadTopic(reader));
        var origin = ReadOrigin(reader);
        var read = ReadFields(reader, kind, topic);
        fault = reader.Fault;
        entry = fault is null ? read! with { Origin = origin } : null;
        return fault is null;
    }

    private static byte KindOf(BucketEntry entry) => entry switch
    {
        BucketEntry.Created => CreatedKind,
        BucketEntry.Published => PublishedKind,
        BucketEntry.Cleared => ClearedKind,
        BucketEntry.Forgotten => ForgottenKind,
        BucketEntry.Occupied => OccupiedKind,
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "has no kind"),
    };

    private static void WriteFields(WireWriter writer, BucketEntry entry)
    {
        switch (entry)
        {
            case BucketEntry.Created created: TopicWire.Write(writer, created.Position); break;
            case BucketEntry.Published published: Write(writer, published); break;
            case BucketEntry.Cleared cleared: TopicWire.Write(writer, cleared.Through); break;
            case BucketEntry.Forgotten forgotten: writer.Text(forgotten.Epoch); break;
            case BucketEntry.Occupied occupied: writer.Text(occupied.Epoch); writer.Flag(occupied.IsOccupied); break;
        }
    }

    private static BucketEntry? ReadFields(WireReader reader, byte kind, TopicName topic)
    {
        switch (kind)
        {
            case CreatedKind: return new BucketEntry.Created(topic, TopicWire.ReadPosition(reader));
            case PublishedKind: return ReadPublished(reader, topic);
            case ClearedKind: return new BucketEntry.Cleared(topic, TopicWire.ReadPosition(reader));
            case ForgottenKind: return new BucketEntry.Forgotten(topic, reader.Text());
            case OccupiedKind: return new BucketEntry.Occupied(topic, reader.Text(), reader.Flag());
            default:
                reader.Fail($"its kind is {kind}, which this program does not know");
                return null;
        }
    }

    private static void Write(WireWriter writer, BucketEntry.Published published)
    {
        TopicWire.Write(writer, published.Position);
        writer.OptionalText(published.IdempotencyKey);
        writer.Number(published.Age);
        PublicationWire.Write(writer, published.Publication);
    }

    private static BucketEntry.Published ReadPublished(WireReader reader, TopicName topic)
    {
        var (position, key, age) = (TopicWire.ReadPosition(reader), reader.OptionalText(), reader.Number());
        return new BucketEntry.Published(topic, position, PublicationWire.Read(reader)) { IdempotencyKey = key, Age = age };
    }

    private static void WriteOrigin(WireWriter writer, RequestOrigin? origin)
    {
        writer.Flag(origin is not null);
        if (origin is not { } request)
            return;

        writer.Replica(request.Node);
        writer.Number(request.Number);
        writer.Number(request.AnsweredBelow);
    }

    private static RequestOrigin? ReadOrigin(WireReader reader) =>
        reader.Flag() ? new RequestOrigin(reader.Replica(), reader.Number(), reader.Number()) : null;
}
