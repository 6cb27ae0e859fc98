using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>
/// A language that clients speak over WebSocket messages. Implementations hold no state: one instance serves
/// every connection of every thread.
/// </summary>
public interface IClientProtocol
{
    /// <summary>A stable, bounded name: the metric's label.</summary>
    string Name { get; }

    /// <summary>Bytes to command. Never throws: what cannot be read is a <see cref="ClientCommand.Invalid"/>.</summary>
    ClientCommand Read(MessageKind kind, ReadOnlySpan<byte> payload);

    /// <summary>Event to one finished frame; null where this protocol has no words for the event.</summary>
    byte[]? Write(ServerEvent serverEvent);
}
