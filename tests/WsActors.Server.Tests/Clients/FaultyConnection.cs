using System.Net.Sockets;

namespace WsActors.Server.Tests.Clients;

/// <summary>A connection through a <see cref="FaultProxy"/>.</summary>
internal sealed class FaultyConnection(Socket client, Socket server) : IDisposable
{
    public bool IsFrozen { get; set; }

    /// <summary>Copies bytes until one side ends.</summary>
    /// <param name="from">The side that sends.</param>
    /// <param name="to">The side that receives.</param>
    /// <param name="onHeld">Given: holds everything back until the end, and calls this with each part.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public async Task PumpAsync(Socket from, Socket to, Action? onHeld, CancellationToken cancellation)
    {
        var held = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, cancellation) is > 0 and var count)
        {
            if (IsFrozen)
                await Task.Delay(Timeout.Infinite, cancellation);
            if (onHeld is null)
            {
                await to.SendAsync(buffer.AsMemory(0, count), cancellation);
            }
            else
            {
                held.AddRange(buffer.AsSpan(0, count));
                onHeld();
            }
        }

        await to.SendAsync(held.ToArray(), cancellation);
    }

    public void Reset()
    {
        foreach (var socket in new[] { client, server })
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }
            catch (ObjectDisposedException)
            {
                // It ended at this moment.
            }
        }
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }
}
