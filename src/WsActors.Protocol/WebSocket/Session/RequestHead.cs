using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Keeps what has come of a request head until it is whole. A head that comes in one read is never copied.</summary>
internal sealed class RequestHead(HandshakeLimits limits)
{
    private readonly MessageAssembler _kept = new();

    /// <summary>The request, once it was read and breaks no rule.</summary>
    public HandshakeRequest? Request { get; private set; }

    /// <summary>Bytes of the buffer that holds what has come.</summary>
    public int HeldBytes => _kept.Capacity;

    /// <summary>True if the method is HEAD, as far as that can be seen.</summary>
    public bool IsHead { get; private set; }

    /// <summary>Takes what arrived; bytes behind the head are left in <paramref name="input"/>.</summary>
    public ReadStatus Read(ref Span<byte> input, out HandshakeRequest? request, out HandshakeRefusal? refusal)
    {
        var kept = _kept.Length;
        var bytes = kept == 0 ? input : Keep(input);
        IsHead = bytes.TrimStart("\r\n"u8).StartsWith("HEAD "u8);
        var status = RequestReader.Read(bytes, limits, out var http, out var consumed, out refusal);
        request = null;
        if (status == ReadStatus.Complete)
        {
            input = input[(consumed - kept)..];
            status = UpgradeRules.Judge(http!, out request, out refusal) ? ReadStatus.Complete : ReadStatus.Refused;
            Request = request;
            Release();
        }
        else
        {
            if (status == ReadStatus.NeedMore && kept == 0)
                Keep(input);
            input = default;
        }

        return status;
    }

    public void Release() => _kept.Clear();

    // One byte over the limit is enough to see that it is exceeded.
    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> input)
    {
        _kept.Append(input[..Math.Min(input.Length, limits.MaxRequestBytes + 1 - _kept.Length)]);
        return _kept.Bytes;
    }
}
