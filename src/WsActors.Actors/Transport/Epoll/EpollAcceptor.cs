using System.Net.Sockets;
using Akka.Actor;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>Accepts the connections of one listener.</summary>
internal sealed class EpollAcceptor : IReadinessSink, IDisposable
{
    // Requested again each time, so that connections that arrived in between are reported.
    private const Readiness Incoming = Readiness.Readable | Readiness.Once;

    // SOCK_NONBLOCK, SOCK_CLOEXEC.
    private const int Flags = 0x800 | 0x80000;

    // A node has one, and .NET binds and closes it. It is never used asynchronously, so that the runtime's
    // own epoll does not know it.
    private readonly Socket _socket;
    private volatile IActorRef _owner = ActorRefs.Nobody;
    private int _accepting;
    private bool _isWatched;

    public EpollAcceptor(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;

        // Accepted sockets inherit it on Linux: pushes are small and must not wait for Nagle.
        _socket.NoDelay = true;
        Descriptor = (int)socket.Handle;
        Generation = EpollReactor.NextGeneration();
    }

    public int Descriptor { get; }

    public uint Generation { get; }

    public IActorRef Owner
    {
        set => _owner = value;
    }

    public void Begin()
    {
        if (Interlocked.Exchange(ref _accepting, 1) == 0)
            GoOn();
    }

    public void OnReady(Readiness what) => GoOn();

    public void Dispose()
    {
        EpollReactor.Forget(this);
        _socket.Dispose();
    }

    // Runs on the caller, or on the reactor after a wait, perhaps while the owner unbinds. The counted reference keeps
    // the number ours until we are done.
    private void GoOn()
    {
        var isHeld = false;
        try
        {
            _socket.SafeHandle.DangerousAddRef(ref isHeld);
            AcceptOrWait();
        }
        catch (ObjectDisposedException)
        {
            // Unbound: there is nothing to accept and no owner to notify.
        }
        finally
        {
            if (isHeld)
                _socket.SafeHandle.DangerousRelease();
        }
    }

    private void AcceptOrWait()
    {
        var error = Accept(out var transport);
        if (error == SocketError.WouldBlock)
            error = Watch();
        else if (error == SocketError.Success)
            Tell(new ListenerEvent.Accepted(transport!));
        if (error != SocketError.Success)
            Tell(new ListenerEvent.AcceptFailed(error));
    }

    private SocketError Accept(out EpollTransport? transport)
    {
        Span<byte> peer = stackalloc byte[PeerAddress.MaxBytes];
        var length = peer.Length;
        var number = LinuxCalls.Accept(Descriptor, peer, ref length, Flags);
        transport = number < 0 ? null : new EpollTransport(new Descriptor(number), new PeerAddress(peer));
        return number < 0 ? Errno.ToSocketError(Errno.Last) : SocketError.Success;
    }

    private SocketError Watch()
    {
        if (_isWatched)
            return EpollReactor.WatchAgain(this, Incoming);

        _isWatched = true;
        return EpollReactor.Watch(this, Incoming);
    }

    private void Tell(ListenerEvent outcome)
    {
        Volatile.Write(ref _accepting, 0);
        _owner.Tell(outcome, ActorRefs.NoSender);
    }
}
