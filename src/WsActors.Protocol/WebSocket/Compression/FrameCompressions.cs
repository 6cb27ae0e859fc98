namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The compressions of a node: one instance per window, so that connections with the same instance share their frames.</summary>
public sealed class FrameCompressions
{
    private const int SmallestWindowBits = 8;

    private readonly DeflateLevel _level;
    private readonly int _minBytes;
    private readonly IFrameCompression[] _shared;

    /// <param name="level">The work to spend.</param>
    /// <param name="minBytes">Payloads below are not compressed; an empty one never is.</param>
    public FrameCompressions(DeflateLevel level, int minBytes)
    {
        _level = level;
        _minBytes = Math.Max(1, minBytes);
        _shared = new IFrameCompression[DeflateAgreement.LargestWindowBits - SmallestWindowBits + 1];
        for (var i = 0; i < _shared.Length; i++)
            _shared[i] = new SharedFrameCompression(SmallestWindowBits + i, level, _minBytes);
    }

    /// <summary>The compressor for frames of a connection with this agreement.</summary>
    /// <returns>An instance for all such connections, or one for this connection alone, to be disposed of with it.</returns>
    public IFrameCompression For(DeflateAgreement agreement) => agreement.ServerKeepsContext
        ? new ContextTakeoverCompressor(_level, _minBytes)
        : _shared[(agreement.ServerMaxWindowBits ?? DeflateAgreement.LargestWindowBits) - SmallestWindowBits];
}
