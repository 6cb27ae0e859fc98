using System.IO.Compression;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// Compresses each message for itself (server_no_context_takeover), so that one frame serves all who agreed on the same
/// window and nothing is kept in between. A fresh compressor costs little beside the work: 10 µs for 1 KB in all.
/// </summary>
/// <remarks>
/// The framework's compressor knows the largest window only. A smaller one is kept to by beginning anew after every
/// window's length: what a compressor has not seen it cannot refer to. Under a window below 4 KB such pieces cost several times the whole
/// message, so a message larger than that window goes out as it is: RFC 7692 §6 leaves the choice to the sender, message by message.
/// </remarks>
internal sealed class SharedFrameCompression(int windowBits, DeflateLevel level, int minBytes) : IFrameCompression
{
    private const int SmallestWindowBitsOfPieces = 12;

    public bool IsShared => true;

    public byte[] Compress(byte[] frame)
    {
        var payload = FrameWriter.PayloadOf(frame, out var opcode);
        if (payload.Length < minBytes || (windowBits < SmallestWindowBitsOfPieces && payload.Length > 1 << windowBits))
            return frame;

        DeflateOutput.Begin();
        for (var rest = payload; !rest.IsEmpty;)
        {
            var length = SegmentLength(rest.Length);
            CompressSegment(rest[..length]);
            rest = rest[length..];
        }

        return DeflateOutput.End(opcode, payload.Length) ?? frame;
    }

    private void CompressSegment(ReadOnlySpan<byte> segment)
    {
        int length;
        using (var compressor = new DeflateStream(DeflateOutput.Instance, level.Native(), leaveOpen: true))
        {
            compressor.Write(segment);
            compressor.Flush();
            length = DeflateOutput.Written;
        }

        // When it is disposed of, it adds a final block, which has no place in the middle of a message or at its end.
        DeflateOutput.CutTo(length);
    }

    private int SegmentLength(int rest) =>
        windowBits == DeflateAgreement.LargestWindowBits ? rest : Math.Min(rest, 1 << windowBits);
}
