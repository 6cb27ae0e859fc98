using WsActors.Actors.Model;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>Encodes the detail of a connection. It stands at the end of its message, so further fields can follow.</summary>
internal static class ConnectionDetailWire
{
    public static void Write(WireWriter writer, ConnectionDetail detail)
    {
        writer.OptionalText(detail.Node);
        writer.OptionalText(detail.Carrier);
        writer.Text(detail.Compression);
        writer.Flag(detail.IsBackEnd);
        writer.List(detail.Positions, position => Write(writer, position));
        Write(writer, detail.LastReceivedAt);
        Write(writer, detail.LastPassedAt);
        Write(writer, detail.SendWaitsSince);
        Write(writer, detail.NextPingAt);
        Write(writer, detail.PongDueAt);
        Write(writer, detail.TokenExpiresAt);
        writer.Byte((byte)detail.Access);
        writer.OptionalText(detail.Denial);
    }

    /// <param name="reader">The message.</param>
    /// <param name="topics">The topics of the positions, which are in the same order and not written again.</param>
    public static ConnectionDetail Read(WireReader reader, IReadOnlyList<string> topics)
    {
        // Initialisers run in the order in which they are written (C# specification, 12.8.17.3), which is the order of the fields.
        var index = 0;
        return new ConnectionDetail
        {
            Node = reader.OptionalText(),
            Carrier = reader.OptionalText(),
            Compression = reader.Text(),
            IsBackEnd = reader.Flag(),
            Positions = reader.List(() => ReadPosition(reader, index < topics.Count ? topics[index++] : string.Empty)),
            LastReceivedAt = ReadTime(reader),
            LastPassedAt = ReadTime(reader),
            SendWaitsSince = ReadOptionalTime(reader),
            NextPingAt = ReadOptionalTime(reader),
            PongDueAt = ReadOptionalTime(reader),
            TokenExpiresAt = ReadOptionalTime(reader),
            Access = (SubscribeAccess)reader.Byte(),
            Denial = reader.OptionalText(),
        };
    }

    internal static void Write(WireWriter writer, DateTimeOffset time) => writer.Number(time.UtcTicks);

    internal static DateTimeOffset ReadTime(WireReader reader) => TimeOf(reader.Number());

    private static void Write(WireWriter writer, DateTimeOffset? time) => writer.OptionalNumber(time?.UtcTicks);

    private static DateTimeOffset? ReadOptionalTime(WireReader reader) => reader.OptionalNumber() is { } ticks ? TimeOf(ticks) : null;

    private static DateTimeOffset TimeOf(long ticks) => new(Math.Min(ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static void Write(WireWriter writer, SubscriptionPosition position)
    {
        writer.Byte((byte)position.State);
        writer.OptionalNumber(position.Reached);
    }

    private static SubscriptionPosition ReadPosition(WireReader reader, string topic) =>
        new(topic, (SubscriptionState)reader.Byte(), reader.OptionalNumber());
}
