using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using WsActors.Actors.Model;
using WsActors.Protocol.Tapping;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Actors.Tapping;

/// <summary>
/// Passes frames from a connection to one reader, who may be on another thread. Of a reader that is too slow, frames are left out and counted:
/// the connection never waits. Inflating, searching and hiding are done by the reader.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="filter">Selects the frames.</param>
public sealed class Tap(ConnectionId connection, TapFilter filter)
{
    /// <summary>The most frames that wait for the reader.</summary>
    public const int MaxFrames = 4096;

    /// <summary>The most bytes of payload that wait for the reader.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly Channel<Passed> _passed = Channel.CreateUnbounded<Passed>(new UnboundedChannelOptions { SingleReader = true });
    private FrameViewer? _viewer;
    private TapEnd? _end;
    private long _skipped;
    private long _skippedOfOthers;
    private long _waitingBytes;
    private int _waitingFrames;
    private volatile bool _isOver;

    public ConnectionId Connection { get; } = connection;

    public TapFilter Filter { get; } = filter;

    /// <summary>True once the connection or the reader has left.</summary>
    public bool IsOver => _isOver;

    /// <summary>The end of the connection; null while it goes on, or if it stopped without an ending.</summary>
    public TapEnd? End => Volatile.Read(ref _end);

    /// <summary>Frames that were left out since the last event.</summary>
    public long Skipped => Interlocked.Read(ref _skipped) + _skippedOfOthers;

    /// <summary>Returns the next frame, if one waits. Only for the reader.</summary>
    public bool TryRead([NotNullWhen(true)] out TapEvent? next)
    {
        next = null;
        while (_passed.Reader.TryRead(out var passed))
        {
            Interlocked.Decrement(ref _waitingFrames);
            Interlocked.Add(ref _waitingBytes, -passed.Frame.Payload.Length);
            _skippedOfOthers += passed.SkippedBefore;
            var view = _viewer!.View(passed.Frame, passed.IsFromClient);
            if (!Filter.Selects(view))
                continue;

            next = new TapEvent(passed.IsFromClient, passed.At, view, _skippedOfOthers);
            _skippedOfOthers = 0;
            return true;
        }

        return false;
    }

    /// <summary>Waits for the next frame; false if there will be none. Only for the reader.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _passed.Reader.WaitToReadAsync(cancellation);

    /// <summary>Stops the tap for its reader, who has left. Safe on any thread.</summary>
    public void Leave() => Finish();

    internal void Begin(FrameViewer viewer) => _viewer = viewer;

    /// <summary>Takes a frame that has passed. Only for the connection's actor.</summary>
    internal void Offer(TappedFrame frame, bool isFromClient, DateTimeOffset at)
    {
        if (!Filter.Selects(frame, isFromClient))
            return;

        if (Volatile.Read(ref _waitingFrames) >= MaxFrames || Interlocked.Read(ref _waitingBytes) + frame.Payload.Length > MaxBytes)
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        Interlocked.Increment(ref _waitingFrames);
        Interlocked.Add(ref _waitingBytes, frame.Payload.Length);
        _passed.Writer.TryWrite(new Passed(isFromClient, at, frame, Interlocked.Exchange(ref _skipped, 0)));
    }

    /// <summary>Notes how the connection ends. The first end counts.</summary>
    internal void Note(TapEnd end) => Interlocked.CompareExchange(ref _end, end, null);

    /// <summary>Ends the tap; what waits can still be read.</summary>
    internal void Finish()
    {
        _isOver = true;
        _passed.Writer.TryComplete();
    }

    private readonly record struct Passed(bool IsFromClient, DateTimeOffset At, TappedFrame Frame, long SkippedBefore);
}
