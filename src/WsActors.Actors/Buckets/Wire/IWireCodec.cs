using System.Diagnostics.CodeAnalysis;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Turns the messages of one type into bytes for other nodes, and back.</summary>
public interface IWireCodec
{
    /// <summary>
    /// The name and the version of the message on the wire, as in <c>locate-home.1</c>. Readers ignore what follows the fields that they know, so fields
    /// may be appended without another version; any other change takes a new one, and never an old one again.
    /// </summary>
    string Manifest { get; }

    /// <summary>The type of the message.</summary>
    Type Type { get; }

    /// <summary>Encodes a message of this type.</summary>
    byte[] Write(object message);

    /// <summary>Decodes a message, or returns its fault. The bytes may be kept.</summary>
    bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out object? message, [NotNullWhen(false)] out string? fault);
}
