using System.Net;
using System.Net.Sockets;

namespace WsActors.Testing;

/// <summary>
/// Ports of 127.0.0.1 that nobody listens on, for programs whose ports must be known before they start. They lie below those that the kernel gives to
/// connections, so that none is taken between the look and the start. Thread-safe.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int MostAttempts = 1000;

    private static readonly HashSet<int> Given = [];

    /// <summary>Returns a port that was not returned before.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int One() => InARow(1);

    /// <summary>Returns some ports that were not returned before.</summary>
    /// <exception cref="InvalidOperationException">There are not as many.</exception>
    public static int[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => One())];

    /// <summary>Returns the first of some ports in a row that were not returned before.</summary>
    /// <exception cref="InvalidOperationException">There are not as many in a row.</exception>
    public static int InARow(int count)
    {
        // At random, because other processes look for ports at the same time.
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            int[] ports = [.. Enumerable.Range(Random.Shared.Next(First, Last - count), count)];
            if (TryGive(ports))
                return ports[0];
        }

        throw new InvalidOperationException($"{count} free ports in a row were not found between {First} and {Last}");
    }

    private static bool TryGive(int[] ports)
    {
        lock (Given)
        {
            if (ports.Any(Given.Contains) || !ports.All(IsFree))
                return false;

            Given.UnionWith(ports);
            return true;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
