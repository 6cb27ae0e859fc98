using System.Net;
using System.Net.Sockets;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>Ports that nobody listens on, for servers whose ports must be known before they start.</summary>
internal static class FreePorts
{
    // Below the range from which the kernel takes ports for connections.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>The first of two ports that follow each other.</summary>
    public static int Two()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(port) && IsFree(port + 1))
                return port;
        }

        throw new InvalidOperationException($"no two free ports between {First} and {Last}");
    }

    private static bool IsFree(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            listener.Dispose();
        }
    }
}
