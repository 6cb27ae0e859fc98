using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>Socket options that only Linux has. On other systems these methods do nothing.</summary>
internal static class LinuxTcp
{
    public const int Level = 6; // IPPROTO_TCP
    public const int Info = 11; // TCP_INFO
    private const int UnsentLowWatermark = 25; // TCP_NOTSENT_LOWAT

    /// <summary>
    /// Limits the bytes that the kernel accepts for a connection and has not sent yet (TCP_NOTSENT_LOWAT). Without a limit its send
    /// buffer takes up to net.ipv4.tcp_wmem, 4 MB, where nothing can be conflated and every ping has to wait. Set on a
    /// listening socket it holds for every connection accepted from it, whatever transport reads and writes it.
    /// </summary>
    /// <param name="listener">The listening socket.</param>
    /// <param name="bytes">The limit; 0 leaves the kernel's own.</param>
    public static void LimitUnsent(Socket listener, int bytes)
    {
        if (bytes == 0 || !OperatingSystem.IsLinux())
            return;

        try
        {
            listener.SetRawSocketOption(Level, UnsentLowWatermark, BitConverter.GetBytes(bytes));
        }
        catch (SocketException)
        {
            // An emulated kernel may not know the option: its own limit stays.
        }
    }

    /// <summary>The kernel's report on the peer; null if it gives none.</summary>
    public static TcpReport? ReportOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        try
        {
            Span<byte> info = stackalloc byte[TcpReport.InfoBytes];
            var length = socket.GetRawSocketOption(Level, Info, info);
            return TcpReport.Parse(info[..length]);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
