using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>Frames payloads for one kind of connection. Stateless: a frame can be shared by all connections of the kind.</summary>
public interface ICarrier
{
    /// <summary>The start of a response over plain HTTP, without its Date; empty if there is no response but the 101.</summary>
    ReadOnlySpan<byte> Head => default;

    /// <summary>The bytes behind the last frame; empty if none are needed.</summary>
    ReadOnlySpan<byte> End => default;

    /// <summary>A finished frame in an array of its own, to be shared and never changed.</summary>
    byte[] Frame(MessageKind kind, ReadOnlySpan<byte> payload);
}
