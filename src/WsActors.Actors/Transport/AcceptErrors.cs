using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>Classifies failed accepts.</summary>
internal static class AcceptErrors
{
    /// <summary>
    /// True if only this one connection failed, because the peer had gone before it was accepted. accept(2) on Linux passes such
    /// network errors on and asks to "treat them like EAGAIN by retrying". Anything else (no descriptors, no memory)
    /// fails again at once, so accepting pauses, and the kernel's backlog keeps the peers meanwhile.
    /// </summary>
    public static bool IsPeerGone(SocketError error) => error is
        SocketError.ConnectionAborted or
        SocketError.ConnectionReset or
        SocketError.NetworkDown or
        SocketError.NetworkUnreachable or
        SocketError.HostDown or
        SocketError.HostUnreachable or
        SocketError.ProtocolOption or
        SocketError.OperationNotSupported;

    /// <summary>True if the listener was closed during the accept, which ends accepting and is not an error.</summary>
    public static bool IsUnbound(SocketError error) => error is SocketError.OperationAborted or SocketError.Interrupted;
}
