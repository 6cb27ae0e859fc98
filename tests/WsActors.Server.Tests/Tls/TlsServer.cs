using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace WsActors.Server.Tests.Tls;

/// <summary>A server with certificates of its own, and clients that trust them.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly RunningServer _server;
    private readonly SocketsHttpHandler _handler;

    private TlsServer(CertificateFolder folder, RunningServer server)
    {
        Folder = folder;
        _server = server;
        _handler = new SocketsHttpHandler { SslOptions = folder.Root.ClientOptions("127.0.0.1", SslProtocols.None) };
        Admin = new HttpClient(_handler) { BaseAddress = server.AdminUri, Timeout = Timeout };
    }

    public CertificateFolder Folder { get; }

    public Uri PushUri => _server.PushUri;

    public Uri AdminUri => _server.AdminUri;

    public HttpClient Admin { get; }

    public string Log => _server.Log;

    public Task ExpectLoggedAsync(string text) => _server.ExpectLoggedAsync(text);

    /// <summary>Serves a.example first and *.b.example second; the files are looked at ten times a second.</summary>
    public static async Task<TlsServer> StartAsync(params string[] settings)
    {
        var folder = new CertificateFolder();
        try
        {
            return new TlsServer(folder, await RunningServer.StartAsync(
            [
                $"--WsActors:Tls:Certificates:0:Path={folder.WritePem("a.pem", "a.example")}",
                $"--WsActors:Tls:Certificates:1:Path={folder.WritePem("b.pem", "*.b.example")}",
                "--WsActors:Tls:ReloadInterval=00:00:00.1",
                "--WsActors:Push:MaxEchoMessageBytes=1048576",
                .. settings,
            ]));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task<ClientWebSocket> OpenAsync(string path, SslProtocols versions = SslProtocols.None)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var invoker = new HttpMessageInvoker(
            new SocketsHttpHandler { SslOptions = Folder.Root.ClientOptions("127.0.0.1", versions) });
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(PushUri, path), invoker, timeout.Token);
        return socket;
    }

    /// <summary>Shakes hands and leaves.</summary>
    /// <returns>The certificate that the server showed.</returns>
    public async Task<X509Certificate2> CertificateForAsync(string serverName, SslProtocols versions = SslProtocols.None)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(PushUri.Host, PushUri.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(Folder.Root.ClientOptions(serverName, versions)).WaitAsync(Timeout);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }

    public async Task PublishAsync(string topic, string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        using var answer = await Admin.PostAsync(new Uri($"api/topics/{topic}/messages", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    public Task<string> MetricsAsync() => Admin.GetStringAsync(new Uri("metrics", UriKind.Relative));

    public static async Task SendAsync(ClientWebSocket socket, string text)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
    }

    public static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return Encoding.UTF8.GetString(message.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        _handler.Dispose();
        await _server.DisposeAsync();
        Folder.Dispose();
    }
}
