using Akka.Actor;
using Akka.Serialization;
using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Nodes.Wire;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Membership;

namespace WsActors.Cluster.Wire;

/// <summary>
/// The serializer of all messages that this program sends to other nodes. A message that cannot be read is replaced by <see cref="Unreadable"/> and
/// logged, because an exception would be logged with its stack trace for each message.
/// </summary>
public sealed class NodeSerializer : SerializerWithStringManifest
{
    /// <summary>The number of this serializer on the wire. Akka's own have lower ones.</summary>
    public const int Number = 8100;

    private static readonly Dictionary<Type, IWireCodec> ByType = All().ToDictionary(codec => codec.Type);
    private static readonly Dictionary<string, IWireCodec> ByManifest = All().ToDictionary(codec => codec.Manifest, StringComparer.Ordinal);

    public NodeSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>The types of all messages that may be sent to other nodes.</summary>
    public static IEnumerable<Type> Types => ByType.Keys;

    public override int Identifier => Number;

    public override string Manifest(object o) => CodecOf(o).Manifest;

    public override byte[] ToBinary(object obj) => CodecOf(obj).Write(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var codec))
            return Refuse(manifest, "this program does not know it, so the sender is of another version");

        return codec.TryRead(bytes, out var message, out var fault) ? message : Refuse(manifest, fault);
    }

    private static IWireCodec CodecOf(object message) => ByType.TryGetValue(message.GetType(), out var codec)
        ? codec
        : throw new ArgumentException($"{message.GetType()} is not for other nodes");

    private static IEnumerable<IWireCodec> All() => [.. NodeMessages.Codecs, .. NodeQueryWire.Codecs, .. LeaseWire.Codecs, .. HelloWire.Codecs];

    private Unreadable Refuse(string manifest, string fault)
    {
        UnreadableLog.Of(system).Add(system, manifest, fault);
        return Unreadable.Instance;
    }
}
