using System.Text;
using WsActors.Testing;

namespace WsActors.Benchmarks.Million;

/// <summary>What all clients in memory share: their requests as bytes, and the counts of what they were told.</summary>
internal sealed class MemoryClients : IDisposable
{
    public const string AllTopic = "all";
    public const string SomeTopic = "some";

    /// <summary>The upgrade request of every client; nobody here checks that keys differ (RFC 6455 §4.1 asks it of clients).</summary>
    public static readonly byte[] Handshake = Encoding.ASCII.GetBytes(
        UpgradeRequest.To("/connect", "Sec-WebSocket-Protocol: wsactors.v1.json\r\n"));

    public static readonly byte[] SubscribeToAll = Subscribe(AllTopic);
    public static readonly byte[] SubscribeToBoth = [.. SubscribeToAll, .. Subscribe(SomeTopic)];

    /// <summary>Frames about the topic of all: the answer to the subscription, then publications.</summary>
    public Arrivals All { get; } = new();

    /// <summary>The same about the topic of some.</summary>
    public Arrivals Some { get; } = new();

    /// <summary>Pings that were answered.</summary>
    public Arrivals Pongs { get; } = new();

    /// <summary>Close frames and ends of streams: there should be none.</summary>
    public Arrivals Ends { get; } = new();

    public void Dispose()
    {
        All.Dispose();
        Some.Dispose();
        Pongs.Dispose();
        Ends.Dispose();
    }

    private static byte[] Subscribe(string topic)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}""");

        // Masked with a key of zeros, which changes nothing: the same bytes serve every client.
        return [0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
    }
}
