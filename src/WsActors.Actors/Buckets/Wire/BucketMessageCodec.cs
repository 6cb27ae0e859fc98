using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Buckets.Messages;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>The codec of <see cref="BucketMessage"/>s, which have versions of their own.</summary>
internal sealed class BucketMessageCodec : IWireCodec
{
    public string Manifest => "bucket.1";

    public Type Type => typeof(BucketMessage);

    public byte[] Write(object message) => BucketMessageWire.Write((BucketMessage)message);

    public bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out object? message, [NotNullWhen(false)] out string? fault)
    {
        var isRead = BucketMessageWire.TryRead(bytes, out var read, out fault);
        message = read;
        return isRead;
    }
}
