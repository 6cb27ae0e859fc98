using System.IO.Compression;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// One connection's own compressor, whose messages refer to earlier ones: smaller, but every connection pays for its
/// own work and about 300 KB of memory from its first compressed message on. What it has made must be sent, all of it
/// and in order.
/// </summary>
internal sealed class ContextTakeoverCompressor(DeflateLevel level, int minBytes) : IFrameCompression, IDisposable
{
    private DeflateStream? _compressor;

    public bool IsShared => false;

    public byte[] Compress(byte[] frame)
    {
        var payload = FrameWriter.PayloadOf(frame, out var opcode);
        if (payload.Length < minBytes)
            return frame;

        _compressor ??= new DeflateStream(DeflateOutput.Instance, level.Native(), leaveOpen: true);
        DeflateOutput.Begin();
        _compressor.Write(payload);
        _compressor.Flush();

        // The client's window must contain what ours contains: the frame is sent even if it became longer.
        return DeflateOutput.End(opcode, int.MaxValue)!;
    }

    public void Dispose() => _compressor?.Dispose();
}
