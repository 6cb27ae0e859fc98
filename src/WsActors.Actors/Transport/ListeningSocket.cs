using System.Net;
using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>Makes listening sockets, for every kind of transport.</summary>
internal static class ListeningSocket
{
    /// <summary>Binds and listens. Throws <see cref="SocketException"/> if the address is not available.</summary>
    public static Socket Bind(IPEndPoint endPoint, int backlog, int maxUnsentBytes = 0)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            LinuxTcp.LimitUnsent(socket, maxUnsentBytes);
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
