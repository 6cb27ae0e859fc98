using System.Net;
using WsActors.Actors.Model;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Backend;

/// <summary>
/// An event that is reported to the application. Events of one subject are reported in the order in which they happened.
/// </summary>
public abstract record BackendEvent
{
    private BackendEvent()
    {
    }

    /// <summary>A client came in.</summary>
    public sealed record Connected(ConnectionId Connection, string? User, EndPoint? Address) : BackendEvent;

    /// <summary>A client that had come in is gone.</summary>
    /// <param name="Connection">Its connection.</param>
    /// <param name="User">Null for a stranger.</param>
    /// <param name="Code">The close code; <see cref="CloseCode.Abnormal"/> where nobody said why.</param>
    /// <param name="Duration">The connection's duration.</param>
    public sealed record Disconnected(ConnectionId Connection, string? User, CloseCode Code, TimeSpan Duration) : BackendEvent;

    /// <summary>The topic has its first subscriber on this node.</summary>
    public sealed record TopicOccupied(TopicName Topic) : BackendEvent;

    /// <summary>The topic's last subscriber on this node has gone, and for a while none came.</summary>
    public sealed record TopicVacated(TopicName Topic) : BackendEvent;
}
