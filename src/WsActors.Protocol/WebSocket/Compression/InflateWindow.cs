namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// The most recently inflated bytes, as far back as a distance may reach (RFC 1951 §2), in a ring: new bytes are written behind the
/// others and are read there by the caller before the ring's end is passed.
/// </summary>
internal sealed class InflateWindow(int bits)
{
    private readonly byte[] _ring = new byte[1 << bits];
    private int _position;
    private int _reach;
    private int _unread;

    /// <summary>Bytes that may be written before <see cref="TakeWritten"/> must be called.</summary>
    public int Room => _ring.Length - _position;

    public void Clear()
    {
        _position = 0;
        _reach = 0;
        _unread = 0;
    }

    public void Write(byte value)
    {
        _ring[_position++] = value;
        if (_reach < _ring.Length)
            _reach++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_ring.AsSpan(_position));
        Wrote(bytes.Length);
    }

    public bool Reaches(int distance) => distance <= _reach;

    /// <summary>Repeats <paramref name="length"/> bytes, at most <see cref="Room"/>, from <paramref name="distance"/> bytes back.</summary>
    public void Repeat(int distance, int length)
    {
        var from = _position - distance;
        if (from >= 0 && distance >= length)
        {
            _ring.AsSpan(from, length).CopyTo(_ring.AsSpan(_position));
        }
        else
        {
            // RFC 1951 §3.2.3: "the referenced string may overlap the current position", and then repeats itself.
            var mask = _ring.Length - 1;
            for (var i = 0; i < length; i++)
                _ring[_position + i] = _ring[(from + i) & mask];
        }

        Wrote(length);
    }

    /// <summary>The bytes written since the last call; valid until the next write.</summary>
    public ReadOnlySpan<byte> TakeWritten()
    {
        var written = _ring.AsSpan(_unread.._position);
        _position &= _ring.Length - 1;
        _unread = _position;
        return written;
    }

    private void Wrote(int length)
    {
        _position += length;
        _reach = Math.Min(_reach + length, _ring.Length);
    }
}
