using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A TCP client that may say anything: what a WebSocket library would never let a test send.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient()
    {
    }

    /// <summary>As the server sees and logs it.</summary>
    public EndPoint LocalEndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <param name="push">The server.</param>
    /// <param name="receiveBytes">The kernel's buffer for what this client does not read; 0 leaves it as it is.</param>
    public static async Task<RawClient> ConnectAsync(Uri push, int receiveBytes = 0)
    {
        var client = new RawClient();
        if (receiveBytes > 0)
            client._socket.ReceiveBufferSize = receiveBytes;
        await client._socket.ConnectAsync(IPAddress.Parse(push.Host), push.Port);
        client.LocalEndPoint = client._socket.LocalEndPoint!;
        return client;
    }

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<RawClient> OpenAsync(Uri push, string target, int receiveBytes = 0, string? headers = null)
    {
        var client = await ConnectAsync(push, receiveBytes);
        await client.SendAsync(UpgradeRequest.To(target, headers));
        var answer = await client.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 101", answer, StringComparison.Ordinal);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await _socket.SendAsync(bytes, timeout.Token);
    }

    /// <summary>Sends as much as the server takes before it closes or resets.</summary>
    public async Task SendIgnoringResetAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The server has already refused and closed: what it said is still to be read.
        }
    }

    /// <summary>Reads to the empty line of an HTTP answer, and not one byte further.</summary>
    public async Task<string> ReceiveHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await ReceiveAsync(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }

    /// <summary>Reads all that comes until the server ends the stream.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        using var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await ReceiveAsync(buffer) is > 0 and var count)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    /// <summary>Reads what is there; 0 once the server has ended the stream.</summary>
    public async Task<int> ReceiveSomeAsync(Memory<byte> buffer)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        return await _socket.ReceiveAsync(buffer, timeout.Token);
    }

    /// <summary>Reads exactly so many bytes; fewer if the stream ends.</summary>
    public async Task<byte[]> ReceiveExactlyAsync(int count)
    {
        var bytes = new byte[count];
        var received = 0;
        while (received < count && await ReceiveAsync(bytes.AsMemory(received)) is > 0 and var more)
            received += more;
        return bytes[..received];
    }

    /// <summary>The code of the close frame with which the server's last words end.</summary>
    public async Task<int?> ReceiveCloseCodeAsync() => (await ReceiveFramesToEndAsync())[^1].CloseCode;

    /// <summary>The frames that come until the server ends the stream.</summary>
    public async Task<IReadOnlyList<ServerFrame>> ReceiveFramesToEndAsync() => ServerFrame.ReadAll(await ReceiveToEndAsync());

    /// <summary>The frames up to the close frame and with it; the stream may stay open behind it.</summary>
    public async Task<IReadOnlyList<ServerFrame>> ReceiveFramesUntilCloseAsync()
    {
        var frames = new List<ServerFrame>();
        while (frames is not [.., { IsClose: true }])
            frames.Add(await ReceiveFrameAsync());
        return frames;
    }

    /// <summary>Reads one frame.</summary>
    public async Task<ServerFrame> ReceiveFrameAsync()
    {
        var bytes = await ReceiveExactlyAsync(2);
        while (ServerFrame.MissingBytes(bytes) is > 0 and var missing)
        {
            var more = await ReceiveExactlyAsync(missing);
            Assert.True(more.Length == missing, "the stream ended within a frame");
            bytes = [.. bytes, .. more];
        }

        return ServerFrame.ReadAll(bytes)[0];
    }

    /// <summary>Cuts the connection as a killed process does whose data was not read: with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <summary>
    /// Makes the kernel drop whatever arrives for this client from now on, acknowledgements included, as if its machine had lost
    /// its power: a socket filter that accepts no byte (Linux: SO_ATTACH_FILTER).
    /// </summary>
    public void Vanish()
    {
        // struct sock_filter { u16 code; u8 jt, jf; u32 k; }: BPF_RET, 0.
        var program = GC.AllocateArray<ulong>(1, pinned: true);
        program[0] = 0x06;

        // struct sock_fprog { u16 len; struct sock_filter *filter; }; the kernel copies the program.
        Span<long> option = [1, Marshal.UnsafeAddrOfPinnedArrayElement(program, 0)];
        _socket.SetRawSocketOption(1, 26, MemoryMarshal.AsBytes(option));
        GC.KeepAlive(program);
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    /// <summary>Reads what there is; 0 at the end of the stream, however it came.</summary>
    public async Task<int> ReceiveAsync(Memory<byte> buffer)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            return await _socket.ReceiveAsync(buffer, timeout.Token);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
