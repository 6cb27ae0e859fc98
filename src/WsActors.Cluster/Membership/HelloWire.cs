using WsActors.Actors.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Cluster.Membership;

/// <summary>Encodes <see cref="Hello"/>.</summary>
internal static class HelloWire
{
    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    public static IReadOnlyList<IWireCodec> Codecs { get; } =
    [
        new WireCodec<Hello>("hello.1", Write, reader => new Hello(reader.Replica(), reader.Text(), reader.Flag(), reader.List(reader.Replica))),
    ];

    private static void Write(WireWriter writer, Hello hello)
    {
        writer.Replica(hello.From);
        writer.Text(hello.Vote);
        writer.Flag(hello.IsUp);
        writer.List(hello.Members, writer.Replica);
    }
}
