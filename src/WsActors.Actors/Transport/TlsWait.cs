using System.Net.Security;
using System.Runtime.CompilerServices;

namespace WsActors.Actors.Transport;

/// <summary>
/// The one outstanding wait for a TLS stream to become readable. A read of zero bytes waits for a whole record and holds no
/// buffer until its first byte is here. It is an awaiter in a field instead of an await: one task per wait would be one
/// task per idle connection.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its transport.</remarks>
internal struct TlsWait
{
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _read;
    private bool _isOutstanding;

    /// <summary>Begins a wait, or goes on with the one that is outstanding; false if the stream is readable already.</summary>
    public bool MustWait(SslStream stream)
    {
        if (!_isOutstanding)
            _read = AwaiterOf(stream.ReadAsync(Memory<byte>.Empty));
        _isOutstanding = true;
        return !_read.IsCompleted;
    }

    /// <summary>True if a wait has ended whose bytes were not read yet.</summary>
    public readonly bool IsOver => _isOutstanding && _read.IsCompleted;

    /// <summary>Calls <paramref name="whenReadable"/> when the wait is over.</summary>
    public readonly void Then(Action whenReadable) => _read.UnsafeOnCompleted(whenReadable);

    /// <summary>Reads what the wait has waited for: bytes, or 0 at the end of the stream.</summary>
    /// <exception cref="IOException">The stream is broken.</exception>
    public int Read(SslStream stream, Memory<byte> buffer)
    {
        _isOutstanding = false;
        _read.GetResult();
        var read = AwaiterOf(stream.ReadAsync(buffer));
        if (!read.IsCompleted)
            throw new InvalidOperationException("the stream was readable and yet a read has to wait");

        return read.GetResult();
    }

    private static ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter AwaiterOf(ValueTask<int> read) =>
        read.ConfigureAwait(false).GetAwaiter();
}
