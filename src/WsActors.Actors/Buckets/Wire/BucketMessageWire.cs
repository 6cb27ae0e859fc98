using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>
/// Encodes <see cref="BucketMessage"/>s for the way between nodes: version (1 byte), kind (1 byte), bucket, sender, then the fields of the kind. A reader ignores
/// what follows the fields that it knows, so a later program may append fields without another version.
/// </summary>
public static class BucketMessageWire
{
    /// <summary>The version that this program writes, and the only one that it reads.</summary>
    public const byte Version = 1;

    /// <summary>Encodes a message.</summary>
    public static byte[] Write(BucketMessage message)
    {
        var writer = new WireWriter(256);
        writer.Byte(Version);
        writer.Byte((byte)KindOf(message.Body));
        writer.Number(message.Bucket);
        writer.Replica(message.From);
        WriteFields(writer, message.Body);
        return writer.ToArray();
    }

    /// <summary>Decodes a message, or returns its fault. The bytes are kept, not copied.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out BucketMessage? message, [NotNullWhen(false)] out string? fault)
    {
        var reader = new WireReader(bytes);
        reader.Version(Version);
        var kind = (BucketMessageKind)reader.Byte();
        var (bucket, from) = (reader.Count(), reader.Replica());
        var body = reader.Fault is null ? ReadFields(reader, kind) : null;
        fault = reader.Fault;
        message = fault is null ? new BucketMessage(bucket, from, body!) : null;
        return fault is null;
    }

    private static BucketMessageKind KindOf(BucketBody body) => body switch
    {
        BucketBody.Replication { IsForHome: true } => BucketMessageKind.ToHome,
        BucketBody.Replication => BucketMessageKind.ToReplica,
        BucketBody.Requests => BucketMessageKind.Requests,
        BucketBody.Replies => BucketMessageKind.Replies,
        BucketBody.Updates => BucketMessageKind.Updates,
        BucketBody.Feed => BucketMessageKind.Feed,
        BucketBody.FeedStatus => BucketMessageKind.FeedStatus,
        BucketBody.FollowerStatus => BucketMessageKind.FollowerStatus,
        BucketBody.StreamLost => BucketMessageKind.StreamLost,
        BucketBody.HomeHere => BucketMessageKind.HomeHere,
        BucketBody.NotHome => BucketMessageKind.NotHome,
        _ => throw new ArgumentOutOfRangeException(nameof(body), body.GetType().Name, "has no kind"),
    };

    private static void WriteFields(WireWriter writer, BucketBody body)
    {
        switch (body)
        {
            case BucketBody.Replication replication: writer.Bytes(ReplicationWire.Write(replication.Message)); break;
            case BucketBody.Requests requests: RequestWire.Write(writer, requests); break;
            case BucketBody.Replies replies: ReplyWire.Write(writer, replies); break;
            case BucketBody.Updates updates: UpdateWire.Write(writer, updates); break;
            case BucketBody.Feed feed: FeedWire.Write(writer, feed); break;
            case BucketBody.FeedStatus status: writer.Number(status.Stream); writer.Number(status.Last); break;
            case BucketBody.FollowerStatus status: Write(writer, status); break;
            case BucketBody.StreamLost lost: writer.Number(lost.Stream); break;
            case BucketBody.HomeHere here: writer.Number(here.Term); break;
        }
    }

    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    private static BucketBody? ReadFields(WireReader reader, BucketMessageKind kind)
    {
        switch (kind)
        {
            case BucketMessageKind.ToHome: return ReadReplication(reader, isForHome: true);
            case BucketMessageKind.ToReplica: return ReadReplication(reader, isForHome: false);
            case BucketMessageKind.Requests: return RequestWire.Read(reader);
            case BucketMessageKind.Replies: return ReplyWire.Read(reader);
            case BucketMessageKind.Updates: return UpdateWire.Read(reader);
            case BucketMessageKind.Feed: return FeedWire.Read(reader);
            case BucketMessageKind.FeedStatus: return new BucketBody.FeedStatus(reader.Number(), reader.Number());
            case BucketMessageKind.FollowerStatus: return new BucketBody.FollowerStatus(reader.Number(), reader.Number(), reader.Number());
            case BucketMessageKind.StreamLost: return new BucketBody.StreamLost(reader.Number());
            case BucketMessageKind.HomeHere: return new BucketBody.HomeHere(reader.Number());
            case BucketMessageKind.NotHome: return BucketBody.NotHome.Instance;
            default:
                reader.Fail($"its kind is {(byte)kind}, which this program does not know");
                return null;
        }
    }

    private static void Write(WireWriter writer, BucketBody.FollowerStatus status)
    {
        writer.Number(status.Stream);
        writer.Number(status.Received);
        writer.Number(status.Sent);
    }

    private static BucketBody.Replication? ReadReplication(WireReader reader, bool isForHome)
    {
        if (ReplicationWire.TryRead(reader.Bytes(), out var message, out var fault))
            return new BucketBody.Replication(message, isForHome);

        reader.Fail(fault);
        return null;
    }
}
