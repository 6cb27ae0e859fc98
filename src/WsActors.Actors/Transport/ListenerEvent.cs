using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>What a listener tells its owner.</summary>
public abstract record ListenerEvent
{
    private ListenerEvent()
    {
    }

    /// <summary>A peer connected; whoever takes the transport owns it.</summary>
    public sealed record Accepted(IConnectionTransport Transport) : ListenerEvent;

    public sealed record AcceptFailed(SocketError Error) : ListenerEvent;
}
