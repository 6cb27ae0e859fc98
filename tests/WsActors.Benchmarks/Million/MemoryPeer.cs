using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Benchmarks.Million;

/// <summary>
/// What a peer in memory has said and the server has not received yet, in as few bytes as can be: no socket, no buffer. All
/// of it happens in the turns of the connection that owns the transport.
/// </summary>
/// <remarks>A mutable struct, kept in one field of the transport whose receiving side it is.</remarks>
internal struct MemoryPeer
{
    private IActorRef? _owner;
    private byte[]? _said;
    private bool _hasEnded;
    private bool _isAwaited;

    /// <summary>A peer that has said this before anybody listened.</summary>
    public static MemoryPeer Sending(byte[] bytes) => new() { _said = bytes };

    public void Attach(IActorRef owner) => _owner = owner;

    public void AwaitReadable()
    {
        _isAwaited = true;
        TellIfReadable();
    }

    public ReceiveResult Receive(Memory<byte> buffer)
    {
        if (_said is not { } bytes)
            return _hasEnded ? ReceiveResult.Ended : ReceiveResult.Empty;

        // What the server receives into is a page or more: all that is said here fits.
        bytes.CopyTo(buffer);
        _said = null;
        return ReceiveResult.Received(bytes.Length);
    }

    /// <summary>Sends bytes to the server, behind those that it has not received yet.</summary>
    public void Say(byte[] bytes)
    {
        _said = _said is null ? bytes : [.. _said, .. bytes];
        TellIfReadable();
    }

    /// <summary>Ends the peer's side of the stream.</summary>
    public void End()
    {
        _hasEnded = true;
        TellIfReadable();
    }

    private void TellIfReadable()
    {
        if (!_isAwaited || (_said is null && !_hasEnded))
            return;

        _isAwaited = false;
        _owner.Tell(TransportEvent.Readable.Instance);
    }
}
