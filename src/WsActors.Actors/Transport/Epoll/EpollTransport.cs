using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// A TCP connection that consists of a descriptor and this one object while it is idle. Its first wait ends at once: clients send first, and in a storm their bytes arrive before the connection is accepted.
/// </summary>
/// <remarks>
/// <para>The reactor is asked once, for edges. A receive that did not fill its buffer has emptied the socket, and what
/// comes then is a new edge: a turn costs one call, recv.</para>
/// <para>A descriptor is a number, and once closed it is soon somebody else's. Two ever use this one: the owner, one turn
/// after the other, and the reactor while it carries on with a send. Whether it does is part of the state, and so
/// closing falls to the one that lets go last: exactly once, and never during the other's call. A SafeHandle would say
/// the same with an object, a finalizer and two counted references for each call.</para>
/// </remarks>
internal sealed class EpollTransport : IConnectionTransport, IReadinessSink
{
    private const Readiness Incoming = Readiness.Readable | Readiness.PeerEnded | Readiness.Edges;

    private readonly PeerAddress _peer;
    private readonly Descriptor _descriptor;
    private IActorRef _owner = ActorRefs.Nobody;
    private ReadOnlyMemory<byte> _unsent;
    private EpollState _state = EpollState.New;

    // NotInitialized until the reactor was asked; then how that went.
    private SocketError _watch = SocketError.NotInitialized;

    /// <param name="descriptor">An accepted socket that does not block. It is this object's from now on.</param>
    /// <param name="peer">The address of the peer.</param>
    public EpollTransport(Descriptor descriptor, PeerAddress peer)
    {
        _descriptor = descriptor;
        _peer = peer;
        Generation = EpollReactor.NextGeneration();
    }

    // For a connection that is lost on the way to an owner: everybody else disposes.
    ~EpollTransport() => _descriptor.Close();

    public EndPoint? RemoteEndPoint => _peer.ToEndPoint();

    public int Descriptor => _descriptor.Number;

    public uint Generation { get; }

    public void Attach(IActorRef owner) => _owner = owner;

    public void AwaitReadable()
    {
        if (_state.IsClosed)
            return;

        if (!_state.TryAwait() || !TryWatch())
            TellReadable();
    }

    public bool HasArrived => !_state.IsClosed && _descriptor.HasArrived();

    public TcpReport? Report() => _state.IsClosed ? null : _descriptor.Report();

    public ReceiveResult Receive(Memory<byte> buffer)
    {
        if (_state.IsClosed)
            return ReceiveResult.Failed(SocketError.OperationAborted);
        if (_watch is not (SocketError.Success or SocketError.NotInitialized))
            return ReceiveResult.Failed(_watch);

        var ends = _state.BeginReceive();
        var bytes = _descriptor.Receive(buffer.Span, out var error);
        if (bytes > 0 && (ends || bytes == buffer.Length))
            _state.LeaveReadable(ends);
        return error switch
        {
            SocketError.Success when bytes > 0 => ReceiveResult.Received(bytes),
            SocketError.Success => ReceiveResult.Ended,
            SocketError.WouldBlock => ReceiveResult.Empty,
            _ => ReceiveResult.Failed(error),
        };
    }

    public SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        if (_state.IsClosed)
            return SendStatus.Failed;

        var sent = _descriptor.Send(bytes.Span, out var error);
        if (sent == bytes.Length)
            return SendStatus.Sent;

        return error is SocketError.Success or SocketError.WouldBlock ? Stall(bytes[sent..]) : SendStatus.Failed;
    }

    public void EndSending()
    {
        if (!_state.IsClosed)
            _descriptor.EndSending();
    }

    public void Abort()
    {
        if (_state.IsClosed)
            return;

        _descriptor.ResetWhenClosed();
        Dispose();
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_watch != SocketError.NotInitialized && !_state.IsClosed)
            EpollReactor.Forget(this);
        if (_state.Close())
            _descriptor.Close();
    }

    public void OnReady(Readiness what)
    {
        const Readiness Ending = Readiness.PeerEnded | Readiness.Broken;
        if ((what & (Readiness.Readable | Ending)) != 0 && _state.Mark(isEnd: (what & Ending) != 0))
            TellReadable();
        if ((what & (Readiness.Writable | Readiness.Broken)) != 0 && _state.TryBeginFlush())
            Flush();
    }

    private bool TryWatch()
    {
        if (_watch == SocketError.NotInitialized)
            _watch = EpollReactor.Watch(this, Incoming);
        return _watch == SocketError.Success;
    }

    // The current state is reported again: an edge that came before the reactor had the rest is not lost.
    private SendStatus Stall(ReadOnlyMemory<byte> unsent)
    {
        _unsent = unsent;
        _state.Stall();
        return TryWatch() && EpollReactor.WatchAgain(this, Incoming | Readiness.Writable) == SocketError.Success
            ? SendStatus.Pending
            : SendStatus.Failed;
    }

    private void Flush()
    {
        var sent = _descriptor.Send(_unsent.Span, out var error);
        _unsent = _unsent[sent..];
        var isStalled = !_unsent.IsEmpty && error is SocketError.Success or SocketError.WouldBlock;
        if (!isStalled)
            _unsent = default;
        if (_state.EndFlush(isStalled))
            _descriptor.Close();
        else if (!isStalled)
            TellSent(error);
    }

    private void TellReadable() => _owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);

    private void TellSent(SocketError error) => _owner.Tell(
        error == SocketError.Success ? TransportEvent.SendCompleted.Instance : new TransportEvent.SendFailed(error),
        ActorRefs.NoSender);
}
