using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using WsActors.Server.Tests.Tls;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>
/// A slow reader of the latest state has little old data in front of the newest: what waits, waits where it can still be replaced.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SteadyReaderTests
{
    private const int Publications = 200;

    /// <summary>The kernel's buffer at the reader's end.</summary>
    private const int ReceiveBytes = 64 * 1024;

    /// <summary>
    /// What may be in front of the newest message: the reader's buffer, the unsent bytes, a segment beyond them (64 KB on loopback), the send
    /// that is pending, and the newest itself. A kernel left to itself holds 4 MB.
    /// </summary>
    private const int MostInFront = 1024 * 1024;

    private static readonly string Piece = new('x', 60_000);

    private static readonly string[] Settings =
    [
        "--WsActors:Topics:Rules:0:Match=steady", "--WsActors:Topics:Rules:0:Delivery=Latest",
        "--WsActors:Push:SendTimeout=00:10:00", "--WsActors:Push:KeepAliveInterval=01:00:00",
    ];

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task Little_is_in_front_of_the_newest_message(string transport)
    {
        if (!OperatingSystem.IsLinux())
            return;

        await using var server = await RunningServer.StartAsync([Transports.Setting(transport), .. Settings]);
        using var admin = new AdminClient(server.AdminUri);
        await using var reader = await ConnectAsync(server.PushUri);
        await OpenAsync(reader);
        await admin.ExpectSubscribersAsync("steady", 1);
        for (var number = 1; number <= Publications; number++)
            await admin.PublishAsync("steady", Text(number));

        Assert.InRange(await BytesToTheNewestAsync(reader), Piece.Length, MostInFront);
    }

    [Fact]
    public async Task Little_is_in_front_of_the_newest_message_over_TLS()
    {
        if (!OperatingSystem.IsLinux())
            return;

        await using var server = await TlsServer.StartAsync(Settings);
        await using var reader = new SslStream(await ConnectAsync(server.PushUri));
        await reader.AuthenticateAsClientAsync(server.Folder.Root.ClientOptions("127.0.0.1", SslProtocols.None));
        await OpenAsync(reader);
        await Eventually.HoldsAsync(async () => Assert.Contains(
            "\"subscribers\":1", await server.Admin.GetStringAsync(new Uri("api/topics/steady", UriKind.Relative)), StringComparison.Ordinal));
        for (var number = 1; number <= Publications; number++)
            await server.PublishAsync("steady", Text(number));

        Assert.InRange(await BytesToTheNewestAsync(reader), Piece.Length, MostInFront);
    }

    private static string Text(int number) => $"#{number}#{Piece}";

    private static async Task<NetworkStream> ConnectAsync(Uri push)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBytes };
        await socket.ConnectAsync(push.Host, push.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task OpenAsync(Stream reader)
    {
        await reader.WriteAsync(Encoding.ASCII.GetBytes(UpgradeRequest.To("/topics/steady")));
        await ReadToAsync(reader, "\r\n\r\n");
    }

    private static Task<int> BytesToTheNewestAsync(Stream reader) => ReadToAsync(reader, $"#{Publications}#");

    /// <returns>How many bytes were read until the text came.</returns>
    private static async Task<int> ReadToAsync(Stream reader, string text)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var wanted = Encoding.ASCII.GetBytes(text);
        var buffer = new byte[64 * 1024];
        var (kept, total) = (0, 0);
        while (true)
        {
            var count = await reader.ReadAsync(buffer.AsMemory(kept), timeout.Token);
            Assert.True(count > 0, $"the stream ended before {text}");
            total += count;
            var seen = buffer.AsSpan(0, kept + count);
            if (seen.IndexOf(wanted) >= 0)
                return total;

            // The text may stand across the end of what was read.
            kept = Math.Min(seen.Length, wanted.Length - 1);
            seen[^kept..].CopyTo(buffer);
        }
    }
}
