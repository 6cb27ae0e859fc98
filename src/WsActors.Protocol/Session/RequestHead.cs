using System.Buffers;
using WsActors.Protocol.Handshake;

namespace WsActors.Protocol.Session;

/// <summary>Keeps what has come of a request head until it is whole. A head that comes in one read is never copied.</summary>
internal sealed class RequestHead(HandshakeLimits limits)
{
    private byte[]? _buffer;
    private int _length;

    /// <summary>The request, once it was read and breaks no rule.</summary>
    public HandshakeRequest? Request { get; private set; }

    /// <summary>Takes what arrived; bytes behind the head are left in <paramref name="input"/>.</summary>
    public ReadStatus Read(ref Span<byte> input, out HandshakeRequest? request, out HandshakeRefusal? refusal)
    {
        var kept = _length;
        var bytes = kept == 0 ? input : Keep(input);
        var status = RequestReader.Read(bytes, limits, out var http, out var consumed, out refusal);
        request = null;
        if (status == ReadStatus.Complete)
        {
            input = input[(consumed - kept)..];
            status = UpgradeRules.Judge(http!, out request, out refusal) ? ReadStatus.Complete : ReadStatus.Refused;
            Request = request;
        }
        else
        {
            if (status == ReadStatus.NeedMore && kept == 0)
                Keep(input);
            input = default;
        }

        return status;
    }

    public void Release()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _length = 0;
    }

    // One byte over the limit is enough to see that it is exceeded.
    private Span<byte> Keep(ReadOnlySpan<byte> input)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(limits.MaxRequestBytes + 1);
        var taken = Math.Min(input.Length, limits.MaxRequestBytes + 1 - _length);
        input[..taken].CopyTo(_buffer.AsSpan(_length));
        _length += taken;
        return _buffer.AsSpan(0, _length);
    }
}
