namespace WsActors.Protocol.Compression;

/// <summary>
/// The compressions of a node: one instance for each window, so that whoever holds the same instance can be sent the
/// same frame.
/// </summary>
/// <param name="level">How much work is spent.</param>
/// <param name="minBytes">Payloads below are not compressed.</param>
public sealed class FrameCompressions(DeflateLevel level, int minBytes)
{
    private const int SmallestWindowBits = 8;

    private readonly FrameCompression[] _shared =
    [
        .. Enumerable.Range(SmallestWindowBits, DeflateAgreement.LargestWindowBits - SmallestWindowBits + 1)
            .Select(bits => new SharedFrameCompression(bits, level, minBytes)),
    ];

    /// <summary>How frames for a connection with this agreement are compressed.</summary>
    /// <returns>An instance for all such connections, or one for this connection alone, to be disposed of with it.</returns>
    public FrameCompression For(DeflateAgreement agreement) => agreement.ServerKeepsContext
        ? new KeptFrameCompression(level, minBytes)
        : _shared[(agreement.ServerMaxWindowBits ?? DeflateAgreement.LargestWindowBits) - SmallestWindowBits];
}
