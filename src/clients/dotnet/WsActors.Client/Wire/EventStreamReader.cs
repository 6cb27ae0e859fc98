using System.Buffers;

namespace WsActors.Client.Wire;

/// <summary>Splits the bytes of an event stream into the data of its events. The server's lines end with a line feed.</summary>
internal sealed class EventStreamReader
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _isComplete;

    /// <summary>The bytes that an unfinished event holds.</summary>
    public int HeldBytes => _line.WrittenCount + _data.WrittenCount;

    /// <summary>Reads the next data of an event.</summary>
    /// <param name="bytes">The bytes that have arrived; what is left of them after the event.</param>
    /// <param name="data">The event's data, until the next call.</param>
    /// <returns>False if more bytes are needed.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data)
    {
        if (_isComplete)
            _data.ResetWrittenCount();
        _isComplete = false;

        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.Write(bytes[..end]);
            bytes = bytes[(end + 1)..];
            var line = _line.WrittenSpan;
            if (line.IsEmpty && _data.WrittenCount > 0)
            {
                data = _data.WrittenSpan;
                return _isComplete = true;
            }

            if (line.StartsWith("data:"u8))
                Append(line[5..]);
            _line.ResetWrittenCount();
        }

        _line.Write(bytes);
        bytes = default;
        data = default;
        return false;
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        if (_data.WrittenCount > 0)
            _data.Write("\n"u8);
        _data.Write(value is [(byte)' ', ..] ? value[1..] : value);
    }
}
