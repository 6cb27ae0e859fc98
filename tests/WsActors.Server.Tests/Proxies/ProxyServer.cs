using System.Net;
using System.Net.Sockets;
using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Proxies;

/// <summary>
/// A real proxy in front of a server, with one of the examples in deploy/proxies: only addresses, places of files and what
/// the test changes by name are other than what users are given.
/// </summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private static readonly string Examples = Path.Combine(ClientTools.Repository, "deploy", "proxies");

    private readonly string _folder;
    private readonly ChildProcess _process;

    private ProxyServer(string folder, ChildProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <param name="example">The file's name: nginx… or haproxy….</param>
    /// <param name="server">Whom it serves.</param>
    /// <param name="changes">What else to replace; each must be there.</param>
    public static async Task<ProxyServer> StartAsync(
        string example, RunningServer server, params (string Old, string New)[] changes)
    {
        var folder = Directory.CreateTempSubdirectory("wsactors-proxy-").FullName;

        // Neither proxy can be told to take any free port and to say which.
        var port = FreePorts.One();
        TestCertificate.WriteTo(folder);
        var configuration = Change(await File.ReadAllTextAsync(Path.Combine(Examples, example)),
        [
            .. example.StartsWith("nginx", StringComparison.Ordinal)
                ? NginxAddresses(port, server)
                : HaproxyAddresses(port, server),
            .. changes,
        ]);
        // Nothing outside of the folder is written, so that nobody has to be root; the stream example has no http block.
        configuration = configuration.Replace("http {", $"http {{\n{NginxFiles(folder)}", StringComparison.Ordinal)
            .Replace("/etc/nginx/wsactors", $"{folder}/wsactors", StringComparison.Ordinal)
            .Replace("/etc/haproxy/wsactors", $"{folder}/wsactors", StringComparison.Ordinal);
        var path = Path.Combine(folder, example);
        await File.WriteAllTextAsync(path, configuration);
        var proxy = new ProxyServer(folder, Launch(example, folder, path), port);
        await proxy.WhenListeningAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NginxFiles(string folder) => "access_log off;\n" + string.Concat(
        new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {folder}/{kind};\n"));

    private static (string, string)[] NginxAddresses(int port, RunningServer server) =>
    [
        ("listen 443", $"listen 127.0.0.1:{port}"),
        ("server 127.0.0.1:8080", $"server 127.0.0.1:{server.PushUri.Port}"),
        ("worker_processes auto", "worker_processes 1"),
        ("worker_rlimit_nofile 131072", "worker_rlimit_nofile 1024"),
        ("worker_connections 65536", "worker_connections 256"),
    ];

    private static (string, string)[] HaproxyAddresses(int port, RunningServer server) =>
    [
        ("bind :443", $"bind 127.0.0.1:{port}"),
        ("server node1 127.0.0.1:8080", $"server node1 127.0.0.1:{server.PushUri.Port}"),
        ("check port 8081", $"check port {server.AdminUri.Port}"),
        ("maxconn 60000", "maxconn 200"),
    ];

    private static string Change(string text, (string Old, string New)[] changes)
    {
        foreach (var (old, by) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, by, StringComparison.Ordinal);
        }

        return text;
    }

    // The workers of a root's nginx are somebody else otherwise, who may not keep long answers in the test's folder.
    private static ChildProcess Launch(string example, string folder, string path) =>
        example.StartsWith("nginx", StringComparison.Ordinal)
            ? ChildProcess.Start(
                ProxyProgram.Nginx!, "-c", path, "-g", $"daemon off; user root; pid {folder}/pid; error_log stderr;")
            : ChildProcess.Start(ProxyProgram.Haproxy!, "-db", "-f", path);

    // A proxy that has ended, because it refuses its configuration, will not listen any more: no reason to wait.
    private async Task WhenListeningAsync()
    {
        await Eventually.HoldsAsync(async () =>
        {
            if (!_process.IsRunning)
                return;
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, Port);
        });
        Assert.True(_process.IsRunning, _process.Printed);
    }
}
