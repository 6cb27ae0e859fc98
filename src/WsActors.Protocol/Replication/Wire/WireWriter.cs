using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WsActors.Protocol.Replication.Wire;

/// <summary>Writes the fields of a message between nodes: integers as varints (LEB128), random numbers in 8 bytes, texts and bytes behind their length.</summary>
public sealed class WireWriter(int capacity)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length => _buffer.WrittenCount;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number that is not negative.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value > 0x7f; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    public void Random(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        _buffer.Write(value);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        _buffer.Advance(Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length)));
    }

    public void OptionalText(string? value)
    {
        Flag(value is not null);
        if (value is not null)
            Text(value);
    }

    /// <summary>Writes a flag and a number, which is 0 where there is none.</summary>
    public void OptionalNumber(long? value)
    {
        Flag(value is not null);
        Number(value ?? 0);
    }

    public void Ballot(Ballot value)
    {
        Number(value.Term);
        Random(value.Claim);
    }

    public void Replica(ReplicaId value)
    {
        Text(value.Address);
        Random(value.Incarnation);
    }

    public void List<T>(IReadOnlyList<T> values, Action<T> write)
    {
        Number(values.Count);
        foreach (var value in values)
            write(value);
    }
}
