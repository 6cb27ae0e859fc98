using WsActors.Actors.Buckets.Cluster;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>The messages of the buckets that cross to other nodes. A message that is not in the list cannot be sent to one.</summary>
public static class NodeMessages
{
    /// <summary>The codecs, one per type of message.</summary>
    public static IReadOnlyList<IWireCodec> Codecs { get; } =
    [
        new BucketMessageCodec(),
        new WireCodec<LocateHome>(
            "locate-home.1",
            (writer, message) =>
            {
                writer.Number(message.Bucket);
                writer.Replica(message.From);
            },
            reader => new LocateHome(reader.Count(), reader.Replica())),
    ];
}
