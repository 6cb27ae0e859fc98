using System.IO.Compression;

namespace WsActors.LoadTest.Wire;

/// <summary>
/// Inflates messages (RFC 7692 §7.2.2). Where messages do not refer to earlier ones, one serves for all connections:
/// messages that end with a flush make one valid stream, whoever sent them.
/// </summary>
internal sealed class MessageInflater : IDisposable
{
    private readonly Inlet _inlet = new();
    private readonly DeflateStream _stream;
    private byte[] _message = new byte[4096];

    public MessageInflater() => _stream = new DeflateStream(_inlet, CompressionMode.Decompress);

    // What the sender has cut off.
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    /// <returns>The message, valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It cannot be inflated.</exception>
    public ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> payload)
    {
        _inlet.Fill(payload, Tail);
        var length = 0;
        while (_stream.Read(_message.AsSpan(length)) is var read and > 0)
        {
            length += read;
            if (length == _message.Length)
                Array.Resize(ref _message, length * 2);
        }

        return _inlet.IsEmpty ? _message.AsSpan(0, length) : throw new InvalidDataException("bytes behind a final block");
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Gives what it was filled with, once.</summary>
    private sealed class Inlet : Stream
    {
        private byte[] _bytes = new byte[2048];
        private int _length;
        private int _position;

        public bool IsEmpty => _position == _length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Fill(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> tail)
        {
            _length = payload.Length + tail.Length;
            _position = 0;
            if (_bytes.Length < _length)
                _bytes = new byte[_length * 2];
            payload.CopyTo(_bytes);
            tail.CopyTo(_bytes.AsSpan(payload.Length));
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _length - _position);
            _bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
