using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>Encodes the queries and commands that go to every node: the node, the number, the kind (1 byte), then the fields of the kind.</summary>
public static class NodeQueryWire
{
    private const byte ListConnectionsKind = 1;
    private const byte GetConnectionKind = 2;
    private const byte GetUserConnectionsKind = 3;
    private const byte DisconnectKind = 4;
    private const byte SubscribeKind = 5;
    private const byte UnsubscribeKind = 6;
    private const byte ListTopicsKind = 7;
    private const byte ListBucketsKind = 8;
    private const byte GetStatsKind = 9;
    private const byte ListTombstonesKind = 10;
    private const byte ListDropsKind = 11;

    /// <summary>The codecs of <see cref="QueryRequest"/> and <see cref="QueryReply"/>.</summary>
    public static IReadOnlyList<IWireCodec> Codecs { get; } =
    [
        new WireCodec<QueryRequest>("query.1", Write, reader => new QueryRequest(reader.Replica(), reader.Number(), ReadQuery(reader)!)),
        new WireCodec<QueryReply>("query-reply.1", NodeResultWire.Write, NodeResultWire.Read),
    ];

    private static void Write(WireWriter writer, QueryRequest request)
    {
        writer.Replica(request.From);
        writer.Number(request.Number);
        switch (request.Query)
        {
            case NodeQuery.ListConnections query: Write(writer, query); break;
            case NodeQuery.GetConnection query: Write(writer, query); break;
            case NodeQuery.GetUserConnections query: writer.Byte(GetUserConnectionsKind); writer.Text(query.User); break;
            case NodeQuery.Disconnect command: Write(writer, command); break;
            case NodeQuery.Subscribe command: WriteKind(writer, SubscribeKind, command.Id); writer.Text(command.Topic.Value); break;
            case NodeQuery.Unsubscribe command: Write(writer, command); break;
            case NodeQuery.ListTopics query: Write(writer, query); break;
            case NodeQuery.GetStats: writer.Byte(GetStatsKind); break;
            case NodeQuery.ListTombstones query: writer.Byte(ListTombstonesKind); EvidenceWire.Write(writer, query); break;
            case NodeQuery.ListDrops query: writer.Byte(ListDropsKind); EvidenceWire.Write(writer, query); break;
            case NodeQuery.ListBuckets: writer.Byte(ListBucketsKind); break;
            default: throw new ArgumentOutOfRangeException(nameof(request), request.Query.GetType().Name, "has no kind");
        }
    }

    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    private static NodeQuery? ReadQuery(WireReader reader)
    {
        var kind = reader.Byte();
        switch (kind)
        {
            case ListConnectionsKind: return ReadListConnections(reader);
            case GetConnectionKind: return new NodeQuery.GetConnection(ReadId(reader), reader.IsAtEnd ? null : TopicWire.ReadTopic(reader));
            case GetUserConnectionsKind: return new NodeQuery.GetUserConnections(reader.Text());
            case DisconnectKind: return new NodeQuery.Disconnect(ReadId(reader), new CloseCode((ushort)Math.Min(reader.Count(), ushort.MaxValue), reader.Text()), reader.Text());
            case SubscribeKind: return new NodeQuery.Subscribe(ReadId(reader), TopicWire.ReadTopic(reader));
            case UnsubscribeKind: return new NodeQuery.Unsubscribe(ReadId(reader), TopicWire.ReadTopic(reader), reader.Text());
            case ListTopicsKind: return new NodeQuery.ListTopics(reader.Text(), Math.Max(1, reader.Count()), reader.OptionalText());
            case GetStatsKind: return NodeQuery.GetStats.Instance;
            case ListTombstonesKind: return EvidenceWire.ReadListTombstones(reader);
            case ListDropsKind: return EvidenceWire.ReadListDrops(reader);
            case ListBucketsKind: return NodeQuery.ListBuckets.Instance;
            default:
                reader.Fail($"a query is of kind {kind}, which this program does not know");
                return null;
        }
    }

    private static void Write(WireWriter writer, NodeQuery.ListConnections query)
    {
        writer.Byte(ListConnectionsKind);
        writer.Number(query.Limit);
        writer.Flag(query.After is not null);
        if (query.After is { } after)
            WriteId(writer, after);
        writer.OptionalText(query.User);
        writer.OptionalText(query.Topic?.Value);
    }

    private static NodeQuery.ListConnections ReadListConnections(WireReader reader) => new(
        Math.Max(1, reader.Count()),
        reader.Flag() ? ReadId(reader) : null,
        reader.OptionalText(),
        reader.OptionalText() is { } topic ? ParseTopic(reader, topic) : null);

    // A topic was added later: builds before it neither write nor read it.
    private static void Write(WireWriter writer, NodeQuery.GetConnection query)
    {
        WriteKind(writer, GetConnectionKind, query.Id);
        if (query.Topic is { } topic)
            writer.Text(topic.Value);
    }

    private static void Write(WireWriter writer, NodeQuery.Disconnect command)
    {
        WriteKind(writer, DisconnectKind, command.Id);
        writer.Number(command.Code.Value);
        writer.Text(command.Code.Name);
        writer.Text(command.Reason);
    }

    private static void Write(WireWriter writer, NodeQuery.Unsubscribe command)
    {
        WriteKind(writer, UnsubscribeKind, command.Id);
        writer.Text(command.Topic.Value);
        writer.Text(command.Reason);
    }

    private static void Write(WireWriter writer, NodeQuery.ListTopics query)
    {
        writer.Byte(ListTopicsKind);
        writer.Text(query.Prefix);
        writer.Number(query.Limit);
        writer.OptionalText(query.After);
    }

    private static void WriteKind(WireWriter writer, byte kind, ConnectionId id)
    {
        writer.Byte(kind);
        WriteId(writer, id);
    }

    internal static void WriteId(WireWriter writer, ConnectionId id) => writer.Random(unchecked((long)id.Value));

    internal static ConnectionId ReadId(WireReader reader) => new(unchecked((ulong)reader.Random()));

    private static TopicName? ParseTopic(WireReader reader, string text)
    {
        if (reader.Fault is null && !TopicName.TryParse(text, out _, out var fault))
            reader.Fail($"a topic's name is wrong: {fault}");
        return reader.Fault is null ? TopicName.Parse(text) : null;
    }
}
