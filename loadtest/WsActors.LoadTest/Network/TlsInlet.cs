using System.Threading.Tasks.Sources;

namespace WsActors.LoadTest.Network;

/// <summary>The encrypted side of a <see cref="TlsChannel"/>: a read waits for what is fed, and ends inside of that call.</summary>
internal sealed class TlsInlet(Action<ReadOnlySpan<byte>> send) : Stream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _read;
    private ReadOnlyMemory<byte> _fed;
    private Memory<byte> _destination;
    private bool _isReading;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Feed(ReadOnlyMemory<byte> ciphertext)
    {
        _fed = ciphertext;
        while (_isReading && !_fed.IsEmpty)
        {
            _isReading = false;
            _read.SetResult(Take(_destination));
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_fed.IsEmpty)
            return ValueTask.FromResult(Take(buffer));

        _read.Reset();
        (_destination, _isReading) = (buffer, true);
        return new ValueTask<int>(this, _read.Version);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => send(buffer);

    public override void Write(byte[] buffer, int offset, int count) => send(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        send(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    // A read of zero bytes only asks whether there is something.
    private int Take(Memory<byte> destination)
    {
        var count = Math.Min(destination.Length, _fed.Length);
        _fed[..count].CopyTo(destination);
        _fed = _fed[count..];
        return count;
    }
}
