using System.Net.Sockets;

namespace WsActors.LoadTest.Publishing;

/// <summary>HTTP on the caller's thread. Only <see cref="HttpClient.Send(HttpRequestMessage)"/> is to be used.</summary>
internal static class BlockingHttp
{
    public static HttpClient Client(TimeSpan timeout) => new(Handler()) { Timeout = timeout };

    // The handler by itself connects, and looks after idle connections, without blocking. After that .NET's sockets wait for
    // their epoll thread even in a call that blocks; so it is given a socket that has never been used in that way.
    private static SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = (context, _) => ValueTask.FromResult<Stream>(Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port)),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        UseProxy = false,
    };

    private static NetworkStream Connect(string host, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(host, port);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
