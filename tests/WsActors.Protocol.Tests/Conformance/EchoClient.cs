using WsActors.Protocol.Tests.Compression;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Conformance;

/// <summary>The client of an echo under an agreement: it compresses and inflates as the agreement lets it.</summary>
internal sealed class EchoClient(DeflateAgreement agreement) : IDisposable
{
    private readonly ClientDeflater _kept = new();
    private readonly Inflater _inflater = new(agreement.ServerMaxWindowBits ?? 15);

    /// <summary>A compressed message in frames of so many bytes; in one for 0.</summary>
    public byte[] Send(Opcode opcode, byte[] message, int fragmentBytes)
    {
        var payload = agreement.ClientKeepsContext ? _kept.Deflate(message) : ClientDeflater.Once(message);
        var length = fragmentBytes == 0 ? payload.Length : fragmentBytes;
        var frames = new List<byte>();
        for (var offset = 0; offset < payload.Length; offset += length)
        {
            var isFinal = offset + length >= payload.Length;
            var first = (isFinal ? 0x80 : 0) | (offset == 0 ? 0x40 | (int)opcode : 0);
            frames.AddRange(ClientFrame.Frame((byte)first, payload.AsSpan(offset, Math.Min(length, payload.Length - offset))));
        }

        return [.. frames];
    }

    /// <summary>The message in a frame of the server.</summary>
    public byte[] Receive(byte[] frame)
    {
        var payload = FrameWriter.PayloadOf(frame, out _);
        if ((frame[0] & 0x40) == 0)
            return payload.ToArray();

        // A server that keeps no context must not refer to earlier messages, nor beyond the window that was asked for.
        if (!agreement.ServerKeepsContext)
            _inflater.Reset();
        ReadOnlySpan<byte> stream = [.. payload, 0x00, 0x00, 0xFF, 0xFF];
        var message = new List<byte>();
        InflateStatus status;
        while ((status = _inflater.Advance(ref stream, out var output)) == InflateStatus.Inflated)
            message.AddRange(output);
        Assert.Equal(InflateStatus.NeedsInput, status);
        return [.. message];
    }

    public void Dispose() => _kept.Dispose();
}
