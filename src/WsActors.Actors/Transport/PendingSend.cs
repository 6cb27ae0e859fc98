using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// One send. The kernel almost always takes the bytes at once; then the operation goes straight back to its thread's
/// spare place, so that sending allocates nothing and no connection keeps one.
/// </summary>
internal sealed class PendingSend : SocketAsyncEventArgs
{
    [ThreadStatic]
    private static PendingSend? _spare;

    private IActorRef _owner = ActorRefs.Nobody;

    private PendingSend()
        : base(true)
    {
    }

    /// <summary>Sends all of <paramref name="bytes"/>; after Pending, the outcome is reported to <paramref name="owner"/>.</summary>
    public static SendStatus Start(Socket socket, ReadOnlyMemory<byte> bytes, IActorRef owner)
    {
        var send = Take();
        send._owner = owner;
        send.SetBuffer(MemoryMarshal.AsMemory(bytes));
        try
        {
            if (socket.SendAsync(send))
                return SendStatus.Pending;
        }
        catch (ObjectDisposedException)
        {
            send.GiveBack();
            return SendStatus.Failed;
        }

        var status = send.SocketError == SocketError.Success ? SendStatus.Sent : SendStatus.Failed;
        send.GiveBack();
        return status;
    }

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        var owner = _owner;
        TransportEvent outcome = SocketError == SocketError.Success
            ? TransportEvent.SendCompleted.Instance
            : new TransportEvent.SendFailed(SocketError);
        GiveBack();
        owner.Tell(outcome, ActorRefs.NoSender);
    }

    private static PendingSend Take()
    {
        var send = _spare ?? new PendingSend();
        _spare = null;
        return send;
    }

    private void GiveBack()
    {
        SetBuffer(null, 0, 0);
        _owner = ActorRefs.Nobody;
        if (_spare is null)
            _spare = this;
        else
            Dispose();
    }
}
