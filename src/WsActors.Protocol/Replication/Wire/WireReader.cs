using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace WsActors.Protocol.Replication.Wire;

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote. After a fault every further field is its default, so the fault is checked once, at the end.
/// Memory is taken only for what has arrived, whatever a length says.
/// </summary>
/// <param name="bytes">The message. It is kept by what is read from it, not copied.</param>
public sealed class WireReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    /// <summary>The first fault; null if there is none.</summary>
    public string? Fault { get; private set; }

    /// <summary>True if no byte is left.</summary>
    public bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads the version of a message, which must be the one that this program reads.</summary>
    public void Version(byte known)
    {
        var version = Byte();
        if (version != known)
            Fail($"it is of version {version}, and this program reads version {known}");
    }

    public byte Byte() => Take(1, "a byte") is { Length: 1 } taken ? taken.Span[0] : default;

    public bool Flag()
    {
        var value = Byte();
        if (value > 1)
            Fail($"a flag is {value}, and may be 0 or 1");
        return value == 1;
    }

    /// <summary>Reads a number that is not negative.</summary>
    public long Number()
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var octet = Byte();
            value |= (long)(octet & 0x7f) << shift;
            if (octet <= 0x7f)
                return value;
        }

        Fail("a number has more than 63 bits");
        return 0;
    }

    /// <summary>Reads a number that is neither negative nor above that of an <see cref="int"/>.</summary>
    public int Count()
    {
        var value = Number();
        if (value <= int.MaxValue)
            return (int)value;

        Fail($"a number is {value}, and may be up to {int.MaxValue}");
        return 0;
    }

    public long Random() => Take(8, "a random number") is { Length: 8 } taken ? BinaryPrimitives.ReadInt64LittleEndian(taken.Span) : default;

    public ReadOnlyMemory<byte> Bytes() => Take(Number(), "a list of bytes");

    public string Text()
    {
        var utf8 = Bytes().Span;
        if (!Utf8.IsValid(utf8))
            Fail("a text is not valid UTF-8");
        return Fault is null ? Encoding.UTF8.GetString(utf8) : string.Empty;
    }

    public string? OptionalText() => Flag() ? Text() : null;

    public long? OptionalNumber()
    {
        var (isThere, value) = (Flag(), Number());
        return isThere ? value : null;
    }

    public Ballot Ballot() => new(Number(), Random());

    public ReplicaId Replica() => new(Text(), Random());

    /// <summary>Reads a list. Each of its items takes at least one byte.</summary>
    public IReadOnlyList<T> List<T>(Func<T> read)
    {
        var count = Number();
        if (count > _rest.Length)
            Fail($"a list of {count} items has {_rest.Length} bytes");

        var list = new List<T>();
        while (Fault is null && list.Count < count)
            list.Add(read());
        return list;
    }

    public void Fail(string fault) => Fault ??= fault;

    private ReadOnlyMemory<byte> Take(long count, string what)
    {
        if (Fault is null && count > _rest.Length)
            Fail($"{what} has {count} bytes, and {_rest.Length} are left");
        if (Fault is not null)
            return default;

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
