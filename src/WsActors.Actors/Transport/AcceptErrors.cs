using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>What to do about a failed accept, decided in one place.</summary>
internal static class AcceptErrors
{
    /// <summary>
    /// Whether only this one connection failed: the peer was gone before we took it. accept(2) on Linux passes such
    /// network errors on and asks to "treat them like EAGAIN by retrying". Anything else (no descriptors, no memory)
    /// fails again at once, so accepting pauses; the kernel's backlog keeps the peers meanwhile.
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

    /// <summary>Whether the listener was closed under the accept: the end of accepting, and no error.</summary>
    public static bool IsUnbound(SocketError error) => error is SocketError.OperationAborted or SocketError.Interrupted;
}
