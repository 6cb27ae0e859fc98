using System.Net.Sockets;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>An event that a transport reports to its owner. Events hold no data: the owner reads it from the transport.</summary>
public abstract record TransportEvent
{
    private TransportEvent()
    {
    }

    /// <summary><see cref="IConnectionTransport.Receive"/> has bytes, the end, or an error.</summary>
    public sealed record Readable : TransportEvent
    {
        public static readonly Readable Instance = new();
    }

    /// <summary>The pending send reached the kernel.</summary>
    public sealed record SendCompleted : TransportEvent
    {
        public static readonly SendCompleted Instance = new();
    }

    /// <summary>The pending send failed: the peer is gone.</summary>
    public sealed record SendFailed(SocketError Error) : TransportEvent;

    /// <summary>
    /// A peer speaks HTTP without TLS on a TLS listener. The transport is a plain one from now on, so that an answer can be sent.
    /// </summary>
    public sealed record PlainHttpArrived : TransportEvent
    {
        public static readonly PlainHttpArrived Instance = new();
    }

    /// <summary>The TLS handshake failed.</summary>
    /// <param name="Name">A stable, bounded name: the metric's label.</param>
    /// <param name="Reason">The cause as far as it is known, for the log.</param>
    public sealed record TlsFailed(string Name, string Reason) : TransportEvent;

    /// <summary>A connection that has to begin with a PROXY header does not.</summary>
    internal sealed record ProxyHeaderFailed(ProxyHeaderFault Fault) : TransportEvent;
}
