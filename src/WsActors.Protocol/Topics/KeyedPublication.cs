using System.Runtime.InteropServices;

namespace WsActors.Protocol.Topics;

/// <summary>A publication as its topic remembers it under an idempotency key.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="Fingerprint">
/// CRC-32C of what was published: four bytes tell a repeated request from another one under the same key. Of all mistaken reuses
/// one in four thousand million goes unnoticed; nothing else depends on it.
/// </param>
public readonly record struct KeyedPublication(long Offset, uint Fingerprint)
{
    /// <summary>Makes the entry to remember for a publication that has just been numbered.</summary>
    public static KeyedPublication Of(long offset, Publication publication) => new(offset, FingerprintOf(publication));

    /// <summary>True if the same was published: the same format, delivery key, event and payload, byte for byte.</summary>
    public bool IsOf(Publication publication) => FingerprintOf(publication) == Fingerprint;

    private static uint FingerprintOf(Publication publication)
    {
        var payload = Crc32C.Of(publication.Payload.Span);
        var andKey = Crc32C.Continue(payload, MemoryMarshal.AsBytes(publication.Key.AsSpan()));
        var andEvent = Crc32C.Continue(andKey, MemoryMarshal.AsBytes(publication.Event.AsSpan()));
        return Crc32C.Continue(andEvent, [(byte)publication.Format]);
    }
}
