using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace WsActors.Server.Tests.Proxies;

/// <summary>
/// .NET's WebSocket client from an address of its own: the whole of 127.0.0.0/8 is loopback, so that several clients and
/// a proxy can be told apart. It sends no pings itself and takes the tests' own certificate.
/// </summary>
internal sealed class LoopbackClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly HttpMessageInvoker _invoker;

    private LoopbackClient(string address)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancellation) => ConnectFromAsync(IPAddress.Parse(address), context.DnsEndPoint.Port, cancellation),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == TestCertificate.Subject,
            },
        });
    }

    /// <summary>From where it connected.</summary>
    public IPEndPoint LocalEndPoint { get; private set; } = new(IPAddress.None, 0);

    public static async Task<LoopbackClient> OpenAsync(string from, Uri uri, params (string Name, string Value)[] headers)
    {
        var client = new LoopbackClient(from);
        try
        {
            foreach (var (name, value) in headers)
                client._socket.Options.SetRequestHeader(name, value);
            await client._socket.ConnectAsync(uri, client._invoker, client._timeout.Token);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The HTTP status of a handshake that does not succeed.</summary>
    public static async Task<int> RefusedStatusAsync(string from, Uri uri)
    {
        using var client = new LoopbackClient(from);
        await Assert.ThrowsAsync<WebSocketException>(() => client._socket.ConnectAsync(uri, client._invoker, client._timeout.Token));
        return (int)client._socket.HttpStatusCode;
    }

    public async Task<string> ReceiveTextAsync()
    {
        var buffer = new byte[16 * 1024];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token);
        Assert.Equal(WebSocketMessageType.Text, received.MessageType);
        Assert.True(received.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    /// <summary>Waits until somebody cuts the connection, without a close frame.</summary>
    public Task WhenCutAsync() => Assert.ThrowsAsync<WebSocketException>(
        async () => await _socket.ReceiveAsync(new byte[1024].AsMemory(), _timeout.Token));

    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
        _timeout.Dispose();
    }

    private async ValueTask<Stream> ConnectFromAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
