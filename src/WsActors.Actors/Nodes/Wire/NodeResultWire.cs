using System.Security.Authentication;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>Encodes the answers of nodes: the node, the number, the kind (1 byte), then the fields of the kind.</summary>
internal static class NodeResultWire
{
    private const byte ConnectionsKind = 1;
    private const byte UserConnectionsKind = 2;
    private const byte ChangedKind = 3;
    private const byte UnknownKind = 4;
    private const byte TopicsKind = 5;
    private const byte BucketsKind = 6;
    private const byte StatsKind = 7;
    private const byte TombstonesKind = 8;
    private const byte DropsKind = 9;

    public static void Write(WireWriter writer, QueryReply reply)
    {
        writer.Replica(reply.By);
        writer.Number(reply.Number);
        switch (reply.Answer)
        {
            case NodeResult.Connections answer: Write(writer, answer); break;
            case NodeResult.UserConnections answer: writer.Byte(UserConnectionsKind); writer.List(answer.List, id => NodeQueryWire.WriteId(writer, id)); break;
            case NodeResult.Changed answer: writer.Byte(ChangedKind); writer.OptionalText(answer.Code); writer.OptionalText(answer.Message); break;
            case NodeResult.Unknown: writer.Byte(UnknownKind); break;
            case NodeResult.Topics answer: writer.Byte(TopicsKind); writer.List(answer.List, one => DescriptionWire.Write(writer, one)); break;
            case NodeResult.Stats answer: writer.Byte(StatsKind); writer.Text(answer.Node); NodeStatsWire.Write(writer, answer.Figures); break;
            case NodeResult.Tombstones answer: writer.Byte(TombstonesKind); EvidenceWire.Write(writer, answer); break;
            case NodeResult.Drops answer: writer.Byte(DropsKind); EvidenceWire.Write(writer, answer); break;
            case NodeResult.Buckets answer: writer.Byte(BucketsKind); writer.List(answer.List, one => Write(writer, one)); break;
            default: throw new ArgumentOutOfRangeException(nameof(reply), reply.Answer.GetType().Name, "has no kind");
        }
    }

    public static QueryReply Read(WireReader reader) => new(reader.Replica(), reader.Number(), ReadAnswer(reader));

    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    private static NodeResult ReadAnswer(WireReader reader)
    {
        var kind = reader.Byte();
        switch (kind)
        {
            case ConnectionsKind: return ReadConnections(reader);
            case UserConnectionsKind: return new NodeResult.UserConnections(reader.List(() => NodeQueryWire.ReadId(reader)));
            case ChangedKind: return new NodeResult.Changed(reader.OptionalText(), reader.OptionalText());
            case UnknownKind: return NodeResult.Unknown.Instance;
            case TopicsKind: return new NodeResult.Topics(reader.List(() => DescriptionWire.Read(reader)));
            case StatsKind: return new NodeResult.Stats(reader.Text(), NodeStatsWire.Read(reader));
            case TombstonesKind: return EvidenceWire.ReadTombstones(reader);
            case DropsKind: return EvidenceWire.ReadDrops(reader);
            case BucketsKind: return new NodeResult.Buckets(reader.List(() => ReadBucket(reader)));
            default:
                reader.Fail($"an answer is of kind {kind}, which this program does not know");
                return NodeResult.Unknown.Instance;
        }
    }

    // The detail of an only connection was added later: builds before it neither write nor read it.
    private static void Write(WireWriter writer, NodeResult.Connections answer)
    {
        writer.Byte(ConnectionsKind);
        writer.List(answer.List, one => Write(writer, one));
        writer.Flag(answer.HasMore);
        if (answer.List is [{ Detail: { } detail }])
            ConnectionDetailWire.Write(writer, detail);
    }

    private static NodeResult.Connections ReadConnections(WireReader reader)
    {
        var answer = new NodeResult.Connections(reader.List(() => ReadConnection(reader)), reader.Flag());
        return answer.List is [var only] && !reader.IsAtEnd
            ? answer with { List = [only with { Detail = ConnectionDetailWire.Read(reader, only.Subscriptions) }] }
            : answer;
    }

    private static void Write(WireWriter writer, ConnectionSnapshot connection)
    {
        NodeQueryWire.WriteId(writer, connection.Id);
        writer.OptionalText(connection.RemoteEndPoint?.ToString());
        writer.OptionalText(connection.Scheme);
        writer.Byte((byte)connection.Phase);
        writer.Number((int)connection.Security);
        writer.OptionalText(connection.Protocol);
        writer.OptionalText(connection.User);
        writer.Number(connection.ConnectedAt.UtcTicks);
        writer.List(connection.Subscriptions, writer.Text);
        writer.Number(connection.QueuedFrames);
        writer.Number(connection.QueuedBytes);
        writer.Number(connection.MessagesReceived);
        writer.Number(connection.MessagesSent);
        writer.Number(connection.BytesReceived);
        writer.Number(connection.BytesSent);
        writer.OptionalNumber(connection.RoundTripTime is { } time ? Math.Max(0, time.Ticks) : null);
    }

    private static ConnectionSnapshot ReadConnection(WireReader reader) => new()
    {
        Id = NodeQueryWire.ReadId(reader),
        RemoteEndPoint = RemoteText.Of(reader.OptionalText()),
        Scheme = reader.OptionalText(),
        Phase = (ConnectionPhase)reader.Byte(),
        Security = (SslProtocols)reader.Count(),
        Protocol = reader.OptionalText(),
        User = reader.OptionalText(),
        ConnectedAt = new DateTimeOffset(Math.Min(reader.Number(), DateTime.MaxValue.Ticks), TimeSpan.Zero),
        Subscriptions = reader.List(reader.Text),
        QueuedFrames = reader.Count(),
        QueuedBytes = reader.Count(),
        MessagesReceived = reader.Number(),
        MessagesSent = reader.Number(),
        BytesReceived = reader.Number(),
        BytesSent = reader.Number(),
        RoundTripTime = reader.OptionalNumber() is { } ticks ? TimeSpan.FromTicks(ticks) : null,
    };

    private static void Write(WireWriter writer, BucketDescription bucket)
    {
        writer.Number(bucket.Bucket);
        writer.Text(bucket.Home);
        writer.Flag(bucket.IsServing);
        writer.Number(bucket.Term);
        writer.List(bucket.Replicas, writer.Text);
        writer.Number(bucket.Topics);
    }

    private static BucketDescription ReadBucket(WireReader reader) =>
        new(reader.Count(), reader.Text(), reader.Flag(), reader.Number(), reader.List(reader.Text), reader.Count());
}
