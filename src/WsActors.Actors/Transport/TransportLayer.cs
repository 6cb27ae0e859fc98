using System.Net;
using System.Security.Authentication;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// Stands before the transport of a connection for a time, and passes on what a derived class does not handle itself. Several may stand one before the
/// other; connections without any have neither a field nor a branch for them.
/// </summary>
internal abstract class TransportLayer : IConnectionTransport
{
    private protected TransportLayer(IConnectionTransport behind) => Behind = behind;

    /// <summary>The transport behind it.</summary>
    protected IConnectionTransport Behind { get; private set; }

    public EndPoint? RemoteEndPoint => Behind.RemoteEndPoint;

    public SslProtocols Security => Behind.Security;

    public bool IsCostlyToRefuse => Behind.IsCostlyToRefuse;

    public bool HasArrived => Behind.HasArrived;

    /// <summary>The first layer of a kind before a transport; null if there is none.</summary>
    public static T? Find<T>(IConnectionTransport transport)
        where T : TransportLayer
    {
        while (transport is TransportLayer layer)
        {
            if (layer is T found)
                return found;

            transport = layer.Behind;
        }

        return null;
    }

    /// <summary>Returns a transport without one of its layers.</summary>
    public static IConnectionTransport Without(IConnectionTransport transport, TransportLayer layer)
    {
        if (transport == layer)
            return layer.Behind;
        if (transport is TransportLayer other)
            other.Behind = Without(other.Behind, layer);
        return transport;
    }

    // The transport has its owner already.
    public void Attach(IActorRef owner)
    {
    }

    public void AwaitReadable() => Behind.AwaitReadable();

    public TcpReport? Report() => Behind.Report();

    public virtual ReceiveResult Receive(Memory<byte> buffer) => Behind.Receive(buffer);

    public virtual SendStatus Send(ReadOnlyMemory<byte> bytes) => Behind.Send(bytes);

    public virtual bool Completes() => Behind.Completes();

    public void EndSending() => Behind.EndSending();

    public void Abort() => Behind.Abort();

    public virtual void Dispose() => Behind.Dispose();
}
