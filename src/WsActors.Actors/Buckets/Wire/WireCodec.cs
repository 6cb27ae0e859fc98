using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>A codec made of two functions.</summary>
/// <typeparam name="T">The type of the message.</typeparam>
/// <param name="manifest">The name and the version of the message on the wire.</param>
/// <param name="write">Writes the fields of a message.</param>
/// <param name="read">Reads the fields in the same order. A fault is left in the reader.</param>
public sealed class WireCodec<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read) : IWireCodec
    where T : class
{
    private const int Capacity = 64;

    public string Manifest => manifest;

    public Type Type => typeof(T);

    public byte[] Write(object message)
    {
        var writer = new WireWriter(Capacity);
        write(writer, (T)message);
        return writer.ToArray();
    }

    public bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out object? message, [NotNullWhen(false)] out string? fault)
    {
        var reader = new WireReader(bytes);
        var decoded = read(reader);
        fault = reader.Fault;
        message = fault is null ? decoded : null;
        return fault is null;
    }
}
