using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>Maps error numbers of Linux on x64 and arm64 to .NET's names, as Socket does.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;

    /// <summary>The error of this thread's last call.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    public static SocketError ToSocketError(int errno) => errno switch
    {
        1 or 13 => SocketError.AccessDenied, // EPERM, EACCES
        Interrupted => SocketError.Interrupted,
        9 or 125 => SocketError.OperationAborted, // EBADF, ECANCELED
        Again => SocketError.WouldBlock,
        12 or 28 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOSPC (max_user_watches), ENOBUFS
        14 => SocketError.Fault, // EFAULT
        22 => SocketError.InvalidArgument, // EINVAL
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        32 or 108 => SocketError.Shutdown, // EPIPE, ESHUTDOWN
        90 => SocketError.MessageSize, // EMSGSIZE
        92 => SocketError.ProtocolOption, // ENOPROTOOPT
        95 => SocketError.OperationNotSupported, // EOPNOTSUPP
        100 => SocketError.NetworkDown, // ENETDOWN
        64 or 101 => SocketError.NetworkUnreachable, // ENONET, ENETUNREACH
        102 => SocketError.NetworkReset, // ENETRESET
        71 or 103 => SocketError.ConnectionAborted, // EPROTO (accept(2): of the new socket), ECONNABORTED
        104 => SocketError.ConnectionReset, // ECONNRESET
        107 => SocketError.NotConnected, // ENOTCONN
        110 => SocketError.TimedOut, // ETIMEDOUT
        112 => SocketError.HostDown, // EHOSTDOWN
        113 => SocketError.HostUnreachable, // EHOSTUNREACH
        _ => SocketError.SocketError,
    };
}
