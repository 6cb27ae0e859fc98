using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Security.Cryptography;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.Proxies;
using WsActors.Server.Tests.Tls;
using WsActors.Testing;

namespace WsActors.Server.Tests.Interop;

/// <summary>The servers and the proxies in front of them, each started with the first way that needs it.</summary>
internal sealed class Venues : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        $"--WsActors:Push:PathBase={Place.PathBase}",
        "--WsActors:Push:TrustedProxies:0=127.0.0.1",
        "--WsActors:Push:KeepAliveInterval=00:00:01", // The shortest: each way waits for the server's ping.
        $"--WsActors:Push:OutboxBytes={64 * 1024 * 1024}", // Room for all pushes: how fast a client reads is not the question.
        "--WsActors:Topics:Rules:0:Match=interop.*",
        "--WsActors:Topics:Rules:0:History:Messages=1000", // For the polls, which lose what comes between two of them without it.
        $"--WsActors:Topics:Rules:0:History:Bytes={64 * 1024 * 1024}",
    ];

    private readonly CertificateFolder _certificates = new();
    private readonly SocketsHttpHandler _trusting;
    private readonly string _certificate;
    private readonly Dictionary<(bool IsSecure, bool IsCompressed), RunningServer> _servers = [];
    private readonly List<IAsyncDisposable> _proxies = [];
    private readonly ConcurrentDictionary<string, Chromium> _browsers = [];

    public Venues()
    {
        _certificate = _certificates.WritePem("interop.pem", "push.example.com");
        _trusting = new SocketsHttpHandler { SslOptions = Root.ClientOptions("127.0.0.1", SslProtocols.None) };
    }

    /// <summary>What signs every certificate here.</summary>
    public TestAuthority Root => _certificates.Root;

    /// <summary>The same as a file.</summary>
    public string RootPath => _certificates.RootPath;

    public async Task<Place> OpenAsync(Way way)
    {
        var server = await ServerAsync(way.IsSecure && way.Via == Via.Direct, way.IsCompressed);
        var port = way.Via == Via.Direct ? server.PushUri.Port : (await ProxyAsync(way, server)).Port;
        return new Place(way, port, new AdminClient(server.AdminUri, _trusting));
    }

    /// <summary>A browser for a client of its own, kept for all ways.</summary>
    public async Task<Chromium> BrowserAsync(string name)
    {
        if (!_browsers.TryGetValue(name, out var browser))
        {
            // By its key and not by its name, Chromium trusts who signs: its own store of authorities is the user's.
            var key = SHA256.HashData(_certificates.Issuer.Certificate.PublicKey.ExportSubjectPublicKeyInfo());
            browser = _browsers[name] = await Chromium.StartAsync($"--ignore-certificate-errors-spki-list={Convert.ToBase64String(key)}");
        }

        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
            await browser.DisposeAsync();
        foreach (var proxy in _proxies)
            await proxy.DisposeAsync();
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _trusting.Dispose();
        _certificates.Dispose();
    }

    private async Task<RunningServer> ServerAsync(bool isSecure, bool isCompressed)
    {
        if (!_servers.TryGetValue((isSecure, isCompressed), out var server))
        {
            server = await RunningServer.StartAsync(
            [
                .. Settings,
                $"--WsActors:Push:Compression:Enabled={isCompressed}",
                .. isSecure ? [$"--WsActors:Tls:Certificates:0:Path={_certificate}"] : Array.Empty<string>(),
            ]);
            _servers.Add((isSecure, isCompressed), server);
        }

        return server;
    }

    private async Task<ProxyServer> ProxyAsync(Way way, RunningServer server)
    {
        var proxy = way.Via == Via.Nginx
            ? await ProxyServer.StartAsync("nginx.conf", server, way.IsSecure
                ? [("/etc/nginx/wsactors.crt", _certificate), ("/etc/nginx/wsactors.key", _certificate)]
                : [(" ssl;", ";")])
            : await ProxyServer.StartAsync("haproxy.cfg", server, way.IsSecure
                ? ("/etc/haproxy/wsactors.pem", _certificate)
                : (" ssl crt /etc/haproxy/wsactors.pem", ""));
        _proxies.Add(proxy);
        return proxy;
    }
}
