using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>Encodes the queries for tombstones and dropped messages, and their answers.</summary>
internal static class EvidenceWire
{
    public static void Write(WireWriter writer, NodeQuery.ListTombstones query)
    {
        writer.Number(query.Limit);
        writer.Flag(query.Before is not null);
        if (query.Before is { } before)
        {
            ConnectionDetailWire.Write(writer, before.EndedAt);
            NodeQueryWire.WriteId(writer, before.Id);
        }

        writer.OptionalText(query.User);
        writer.OptionalText(query.Topic);
        WriteOptionalId(writer, query.Id);
    }

    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    public static NodeQuery.ListTombstones ReadListTombstones(WireReader reader) => new(
        Math.Max(1, reader.Count()),
        reader.Flag() ? new TombstoneCursor(ConnectionDetailWire.ReadTime(reader), NodeQueryWire.ReadId(reader)) : null,
        reader.OptionalText(),
        reader.OptionalText(),
        ReadOptionalId(reader));

    public static void Write(WireWriter writer, NodeQuery.ListDrops query)
    {
        writer.Number(query.Limit);
        writer.OptionalText(query.User);
        writer.OptionalText(query.Topic);
        WriteOptionalId(writer, query.Connection);
    }

    public static NodeQuery.ListDrops ReadListDrops(WireReader reader) =>
        new(Math.Max(1, reader.Count()), reader.OptionalText(), reader.OptionalText(), ReadOptionalId(reader));

    public static void Write(WireWriter writer, NodeResult.Tombstones answer)
    {
        writer.List(answer.List, one => Write(writer, one));
        writer.Flag(answer.HasMore);
    }

    public static NodeResult.Tombstones ReadTombstones(WireReader reader) => new(reader.List(() => ReadTombstone(reader)), reader.Flag());

    public static void Write(WireWriter writer, NodeResult.Drops answer) => writer.List(answer.List, one => Write(writer, one));

    public static NodeResult.Drops ReadDrops(WireReader reader) => new(reader.List(() => ReadDrop(reader)));

    private static void Write(WireWriter writer, Tombstone tombstone)
    {
        NodeQueryWire.WriteId(writer, tombstone.Id);
        writer.OptionalText(tombstone.User);
        writer.OptionalText(tombstone.RemoteEndPoint?.ToString());
        writer.OptionalText(tombstone.Protocol);
        writer.Byte((byte)tombstone.Outcome);
        writer.Byte((byte)tombstone.EndedBy);
        writer.OptionalNumber(tombstone.Code?.Value);
        writer.OptionalText(tombstone.Refusal);
        writer.Text(tombstone.Reason);
        ConnectionDetailWire.Write(writer, tombstone.ConnectedAt);
        ConnectionDetailWire.Write(writer, tombstone.EndedAt);
        writer.Number(Math.Max(0, tombstone.Idle.Ticks));
        writer.Number(tombstone.MessagesReceived);
        writer.Number(tombstone.MessagesSent);
        writer.Number(tombstone.BytesReceived);
        writer.Number(tombstone.BytesSent);
        writer.List(tombstone.Subscriptions, writer.Text);
        writer.Number(tombstone.SubscriptionCount);
        writer.Number(tombstone.QueuedFrames);
        writer.Number(tombstone.QueuedBytes);
    }

    // Initialisers run in the order in which they are written (C# specification, 12.8.17.3), which is the order of the fields.
    private static Tombstone ReadTombstone(WireReader reader) => new()
    {
        Id = NodeQueryWire.ReadId(reader),
        User = reader.OptionalText(),
        RemoteEndPoint = RemoteText.Of(reader.OptionalText()),
        Protocol = reader.OptionalText(),
        Outcome = (ConnectionOutcome)reader.Byte(),
        EndedBy = (EndedBy)reader.Byte(),
        Code = reader.OptionalNumber() is { } code ? CloseCode.Of((ushort)Math.Min(code, ushort.MaxValue)) : null,
        Refusal = reader.OptionalText(),
        Reason = reader.Text(),
        ConnectedAt = ConnectionDetailWire.ReadTime(reader),
        EndedAt = ConnectionDetailWire.ReadTime(reader),
        Idle = TimeSpan.FromTicks(reader.Number()),
        MessagesReceived = reader.Number(),
        MessagesSent = reader.Number(),
        BytesReceived = reader.Number(),
        BytesSent = reader.Number(),
        Subscriptions = reader.List(reader.Text),
        SubscriptionCount = reader.Count(),
        QueuedFrames = reader.Count(),
        QueuedBytes = reader.Count(),
    };

    private static void Write(WireWriter writer, DropEvidence drop)
    {
        NodeQueryWire.WriteId(writer, drop.Connection);
        writer.OptionalText(drop.User);
        writer.Text(drop.Topic);
        writer.Text(drop.Policy);
        writer.Number(drop.From);
        writer.Number(drop.To);
        writer.Number(drop.Count);
        ConnectionDetailWire.Write(writer, drop.At);
    }

    private static DropEvidence ReadDrop(WireReader reader) => new()
    {
        Connection = NodeQueryWire.ReadId(reader),
        User = reader.OptionalText(),
        Topic = reader.Text(),
        Policy = reader.Text(),
        From = reader.Number(),
        To = reader.Number(),
        Count = reader.Count(),
        At = ConnectionDetailWire.ReadTime(reader),
    };

    private static void WriteOptionalId(WireWriter writer, ConnectionId? id)
    {
        writer.Flag(id is not null);
        if (id is { } known)
            NodeQueryWire.WriteId(writer, known);
    }

    private static ConnectionId? ReadOptionalId(WireReader reader) => reader.Flag() ? NodeQueryWire.ReadId(reader) : null;
}
