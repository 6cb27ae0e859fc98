namespace WsActors.LoadTest.Wire;

/// <summary>
/// For all connections whose messages stand for themselves. A server that compresses once sends all of them the same
/// bytes: the same bytes are the same message, and comparing them is cheaper than inflating them again.
/// </summary>
internal sealed class SharedInflater : IDisposable
{
    // As many different messages may be on their way at once without being inflated again for each connection.
    private const int Remembered = 16;

    private readonly (byte[] Payload, byte[] Message)[] _latest = new (byte[], byte[])[Remembered];
    private MessageInflater _inflater = new();
    private int _next;

    /// <exception cref="InvalidDataException">It cannot be inflated.</exception>
    public ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> payload)
    {
        foreach (var (known, message) in _latest)
        {
            if (payload.SequenceEqual(known))
                return message;
        }

        ref var latest = ref _latest[_next];
        latest = (payload.ToArray(), InflateAnew(payload));
        _next = (_next + 1) % Remembered;
        return latest.Message;
    }

    public void Dispose() => _inflater.Dispose();

    private byte[] InflateAnew(ReadOnlySpan<byte> payload)
    {
        try
        {
            return _inflater.Inflate(payload).ToArray();
        }
        catch (InvalidDataException)
        {
            // It would stay broken, and the next message is another connection's.
            _inflater.Dispose();
            _inflater = new MessageInflater();
            throw;
        }
    }
}
