using System.IO.Compression;

namespace WsActors.LoadTest.Tests.Wire;

/// <summary>A server's side of permessage-deflate: what it says is cut off at the end is (RFC 7692 §7.2.1).</summary>
internal sealed class Deflater : IDisposable
{
    private readonly MemoryStream _written = new();
    private readonly DeflateStream _stream;

    public Deflater() => _stream = new DeflateStream(_written, CompressionLevel.Optimal, leaveOpen: true);

    /// <summary>A message that refers to none before it.</summary>
    public static byte[] Alone(ReadOnlySpan<byte> message)
    {
        using var deflater = new Deflater();
        return deflater.Deflate(message);
    }

    public byte[] Deflate(ReadOnlySpan<byte> message)
    {
        // RFC 7692 §7.2.3.6: an empty block; the framework writes nothing for nothing.
        if (message.IsEmpty)
            return [0x00];

        _written.SetLength(0);
        _stream.Write(message);
        _stream.Flush();
        var bytes = _written.ToArray();
        return bytes.AsSpan().EndsWith((ReadOnlySpan<byte>)[0, 0, 0xFF, 0xFF]) ? bytes[..^4] : throw new InvalidOperationException("no flush at the end");
    }

    public void Dispose()
    {
        _stream.Dispose();
        _written.Dispose();
    }
}
