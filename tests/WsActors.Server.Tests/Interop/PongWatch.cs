using System.Runtime.InteropServices;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Server.Tests.Interop;

/// <summary>
/// Sees the pong frames that ClientWebSocket keeps to itself: it reads along what a connection with short messages brings,
/// first the HTTP answer and then frames.
/// </summary>
internal sealed class PongWatch
{
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
            var end = CollectionsMarshal.AsSpan(_unread).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return;
            _headIsOver = true;
            _unread.RemoveRange(0, end + 4);
        }

        ReadOnlySpan<byte> rest = CollectionsMarshal.AsSpan(_unread);
        while (ServerFrameHeader.TryRead(rest, out var header) && rest.Length >= header.FrameBytes)
        {
            if (header.Opcode == Opcode.Pong)
                _seen.TrySetResult();
            rest = rest[header.FrameBytes..];
        }

        _unread.RemoveRange(0, _unread.Count - rest.Length);
    }
}
