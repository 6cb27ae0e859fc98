namespace WsActors.Server.Tests.Interop;

/// <summary>
/// Sees the pong frames that ClientWebSocket keeps to itself: it reads along what a connection with short messages brings,
/// first the HTTP answer and then frames.
/// </summary>
internal sealed class PongWatch
{
    private const int OpcodeMask = 0xf;
    private const int Pong = 0xa;

    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _unread = [];
    private bool _headIsOver;

    /// <summary>Done with the first pong.</summary>
    public Task Seen => _seen.Task;

    /// <summary>The same stream, watched.</summary>
    public Stream Over(Stream stream) => new WatchedStream(stream, Watch);

    private void Watch(ReadOnlySpan<byte> read)
    {
        _unread.AddRange(read);
        if (!_headIsOver)
        {
            var end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_unread).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return;
            _headIsOver = true;
            _unread.RemoveRange(0, end + 4);
        }

        while (_unread.Count >= 2 && FrameLength is var length && _unread.Count >= length)
        {
            if ((_unread[0] & OpcodeMask) == Pong)
                _seen.TrySetResult();
            _unread.RemoveRange(0, length);
        }
    }

    // A server masks nothing, and no message of the talk is longer than 65,535 bytes (RFC 6455 §5.2).
    private int FrameLength => _unread[1] switch
    {
        126 when _unread.Count < 4 => int.MaxValue,
        126 => 4 + (_unread[2] << 8) + _unread[3],
        var length => 2 + length,
    };
}
