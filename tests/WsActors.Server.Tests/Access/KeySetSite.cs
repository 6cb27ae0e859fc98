using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsActors.Server.Tests.Access;

/// <summary>Publishes a key set over HTTP on this machine.</summary>
internal sealed class KeySetSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private volatile string _content = "";

    public KeySetSite()
    {
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/keys");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public void Publish(string content) => _content = content;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await client.GetStream().ReadAtLeastAsync(new byte[4096], minimumBytes: 1);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {_content.Length}\r\nConnection: close\r\n\r\n{_content}"));
            }
        }
        catch (SocketException)
        {
            // Stopped: there is nobody to accept for.
        }
    }
}
