using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Conformance;

/// <summary>A client on <c>/echo</c> that reads frames as strictly as the suite does, while it may still be sending.</summary>
internal sealed class EchoConnection : IDisposable
{
    private readonly RawClient _client;
    private readonly MemoryStream _unread = new();
    private readonly List<ServerFrame> _frames = [];

    private EchoConnection(RawClient client) => _client = client;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<ServerFrame> Frames => _frames;

    public static async Task<EchoConnection> OpenAsync(Uri push) => new(await RawClient.OpenAsync(push, "/echo"));

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _client.SendIgnoringResetAsync(bytes);

    public void EndSending() => _client.EndSending();

    /// <summary>Reads until so many frames have come, or the server has ended the stream.</summary>
    public async Task ReceiveAsync(int frames)
    {
        var buffer = new byte[64 * 1024];
        while (_frames.Count < frames && await _client.ReceiveSomeAsync(buffer) is > 0 and var count)
            Take(buffer.AsSpan(0, count));
    }

    /// <summary>Reads until the server ends the stream, which must be with a whole frame and without a reset.</summary>
    public async Task ReceiveToEndAsync()
    {
        await ReceiveAsync(int.MaxValue);
        Assert.Equal(0, _unread.Length);
    }

    public void Dispose()
    {
        _client.Dispose();
        _unread.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _unread.Write(bytes);
        var all = _unread.GetBuffer().AsSpan(0, (int)_unread.Length);
        ReadOnlySpan<byte> rest = all;
        _frames.AddRange(ServerFrame.ReadWhole(ref rest));
        rest.CopyTo(all);
        _unread.SetLength(rest.Length);
    }
}
