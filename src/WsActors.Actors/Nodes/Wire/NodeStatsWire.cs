using WsActors.Actors.Statistics;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>Encodes the figures of a node.</summary>
internal static class NodeStatsWire
{
    public static void Write(WireWriter writer, NodeStats stats)
    {
        writer.Number(stats.At.UtcTicks);
        writer.Number(Math.Max(0, stats.Connections));
        writer.Number(Math.Max(0, stats.Handshaking));
        writer.Number(Math.Max(0, stats.Closing));
        writer.Number(Math.Max(0, stats.Topics));
        writer.Number(Math.Max(0, stats.Subscriptions));
        writer.Number(stats.Publications);
        writer.Number(stats.Deliveries);
        writer.Number(stats.MessagesReceived);
        writer.Number(stats.MessagesSent);
        writer.Number(stats.BytesReceived);
        writer.Number(stats.BytesSent);
        writer.Number(Math.Max(0, stats.OutboxBytes));
        writer.Number(stats.WorkingSetBytes);
        writer.Number((long)(stats.CpuSeconds * 1000));
        writer.Flag(stats.Draining);
    }

    // Initialisers run in the order in which they are written (C# specification, 12.8.17.3), which is the order of the fields.
    public static NodeStats Read(WireReader reader) => new()
    {
        At = new DateTimeOffset(Math.Min(reader.Number(), DateTime.MaxValue.Ticks), TimeSpan.Zero),
        Connections = reader.Number(),
        Handshaking = reader.Number(),
        Closing = reader.Number(),
        Topics = reader.Number(),
        Subscriptions = reader.Number(),
        Publications = reader.Number(),
        Deliveries = reader.Number(),
        MessagesReceived = reader.Number(),
        MessagesSent = reader.Number(),
        BytesReceived = reader.Number(),
        BytesSent = reader.Number(),
        OutboxBytes = reader.Number(),
        WorkingSetBytes = reader.Number(),
        CpuSeconds = reader.Number() / 1000.0,
        Draining = reader.Flag(),
    };
}
