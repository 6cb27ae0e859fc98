using System.IO.Compression;
using System.Text;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>Compresses as a client does, with the framework's deflate: the tail of each flush is left out (RFC 7692 §7.2.1).</summary>
internal sealed class ClientDeflater : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly DeflateStream _deflate;

    public ClientDeflater(CompressionLevel level = CompressionLevel.Optimal) =>
        _deflate = new DeflateStream(_output, level, leaveOpen: true);

    /// <summary>One message without a context.</summary>
    public static byte[] Once(ReadOnlySpan<byte> payload, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var deflater = new ClientDeflater(level);
        return deflater.Deflate(payload);
    }

    public static byte[] Once(string text) => Once(Encoding.UTF8.GetBytes(text));

    /// <summary>The next message under the same context.</summary>
    public byte[] Deflate(ReadOnlySpan<byte> payload)
    {
        // A flush of nothing writes nothing. RFC 7692 §7.2.3.6 names the byte for it.
        if (payload.IsEmpty)
            return [0x00];

        _output.SetLength(0);
        _deflate.Write(payload);
        _deflate.Flush();
        return _output.ToArray()[..^4];
    }

    public void Dispose()
    {
        _deflate.Dispose();
        _output.Dispose();
    }
}
