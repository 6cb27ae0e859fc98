using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes what followers report to a bucket's home.</summary>
internal static class UpdateWire
{
    private const byte FollowKind = 1;
    private const byte ChangeKind = 2;
    private const byte UnfollowKind = 3;

    // An hour of Drain:ReconnectWithin, and one of PresenceGrace.
    private static readonly TimeSpan MaxReturnWithin = TimeSpan.FromHours(2);

    public static void Write(WireWriter writer, BucketBody.Updates updates)
    {
        writer.Number(updates.Stream);
        writer.Number(updates.Number);
        writer.List(updates.List, update => Write(writer, update));
        if (updates.ReturnWithin > TimeSpan.Zero)
            writer.Number((long)updates.ReturnWithin.TotalMilliseconds);
    }

    // The last field came later: others neither write nor read it.
    public static BucketBody.Updates Read(WireReader reader) =>
        new(reader.Number(), reader.Number(), reader.List(() => ReadUpdate(reader))) { ReturnWithin = reader.IsAtEnd ? TimeSpan.Zero : ReadReturnWithin(reader) };

    private static TimeSpan ReadReturnWithin(WireReader reader)
    {
        var within = reader.Number();
        if (within > MaxReturnWithin.TotalMilliseconds)
            reader.Fail($"members return within {within} ms, and {MaxReturnWithin.TotalMilliseconds} are allowed");
        return reader.Fault is null ? TimeSpan.FromMilliseconds(within) : TimeSpan.Zero;
    }

    private static void Write(WireWriter writer, TopicUpdate update)
    {
        writer.Byte(update switch { TopicUpdate.Follow => FollowKind, TopicUpdate.Change => ChangeKind, _ => UnfollowKind });
        writer.Text(update.Topic.Value);
        if (update is TopicUpdate.Follow follow)
            TopicWire.WriteOptional(writer, follow.Since);
        else if (update is TopicUpdate.Change change)
            Write(writer, change);
    }

    private static TopicUpdate ReadUpdate(WireReader reader)
    {
        var (kind, topic) = (reader.Byte(), TopicWire.ReadTopic(reader));
        switch (kind)
        {
            case FollowKind: return new TopicUpdate.Follow(topic, TopicWire.ReadOptionalPosition(reader));
            case ChangeKind: return ReadChange(reader, topic);
            case UnfollowKind: break;
            default: reader.Fail($"an update is of kind {kind}, which this program does not know"); break;
        }

        return new TopicUpdate.Unfollow(topic);
    }

    private static void Write(WireWriter writer, TopicUpdate.Change change)
    {
        writer.Number(change.Subscribers);
        writer.List(change.Joined, member => MemberWire.Write(writer, member));
        writer.List(change.Left, writer.Text);
    }

    private static TopicUpdate.Change ReadChange(WireReader reader, TopicName topic) =>
        new(topic, reader.Count(), reader.List(() => MemberWire.ReadTopicMember(reader)), reader.List(reader.Text));
}
