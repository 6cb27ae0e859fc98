using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Connections;

/// <summary>Stands in for the transport until a connection actor is given its socket: nothing arrives and nothing leaves.</summary>
internal sealed class NoTransport : IConnectionTransport
{
    public static readonly NoTransport Instance = new();

    private NoTransport()
    {
    }

    public EndPoint? RemoteEndPoint => null;

    public void Attach(IActorRef owner)
    {
    }

    public void AwaitReadable()
    {
    }

    public ReceiveResult Receive(Memory<byte> buffer) => ReceiveResult.Failed(SocketError.NotConnected);

    public SendStatus Send(ReadOnlyMemory<byte> bytes) => SendStatus.Failed;

    public void EndSending()
    {
    }

    public void Abort()
    {
    }

    public void Dispose()
    {
    }
}
