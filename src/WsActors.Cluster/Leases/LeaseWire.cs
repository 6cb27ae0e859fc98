using WsActors.Actors.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using static WsActors.Cluster.Leases.LeaseMessage;

namespace WsActors.Cluster.Leases;

/// <summary>Encodes the messages between lease actors.</summary>
internal static class LeaseWire
{
    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    public static IReadOnlyList<IWireCodec> Codecs { get; } =
    [
        new WireCodec<Ask>("lease-ask.1", (writer, message) => Write(writer, message.From, message.Moment), reader => new Ask(reader.Replica(), reader.Number())),
        new WireCodec<Grant>("lease-grant.1", (writer, message) => Write(writer, message.By, message.Moment), reader => new Grant(reader.Replica(), reader.Number())),
        new WireCodec<End>("lease-end.1", Write, reader => new End(reader.Replica(), reader.Number(), reader.List(reader.Replica))),
        new WireCodec<Promise>("lease-promise.1", (writer, message) => Write(writer, message.By, message.Request), reader => new Promise(reader.Replica(), reader.Number())),
        new WireCodec<Introduce>("introduce.1", (writer, message) => writer.Replica(message.Newcomer), reader => new Introduce(reader.Replica())),
        new WireCodec<Introduced>("introduced.1", Write, reader => new Introduced(reader.Replica(), reader.List(reader.Replica))),
    ];

    private static void Write(WireWriter writer, Protocol.Replication.ReplicaId node, long number)
    {
        writer.Replica(node);
        writer.Number(number);
    }

    private static void Write(WireWriter writer, End message)
    {
        Write(writer, message.From, message.Request);
        writer.List(message.Removed, writer.Replica);
    }

    private static void Write(WireWriter writer, Introduced message)
    {
        writer.Replica(message.By);
        writer.List(message.Removed, writer.Replica);
    }
}
