using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>Events of a listener, sent to its owner.</summary>
public abstract record ListenerEvent
{
    private ListenerEvent()
    {
    }

    /// <summary>A peer connected; the receiver owns the transport.</summary>
    public sealed record Accepted(IConnectionTransport Transport) : ListenerEvent;

    public sealed record AcceptFailed(SocketError Error) : ListenerEvent;
}
