using System.Globalization;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>One of thousands: a client of the JSON protocol that costs a socket and little else.</summary>
internal sealed class CrowdMember
{
    public const string Topic = "crowd";

    private readonly RawClient _client;
    private readonly List<string> _heard = [];
    private int _closeCode;

    private CrowdMember(RawClient client) => _client = client;

    public static async Task<CrowdMember> JoinAsync(Uri push, string topic)
    {
        var client = await RawClient.OpenAsync(push, "/connect");
        await client.SendAsync(ClientFrame.Text($$"""{"type":"subscribe","topic":"{{topic}}"}"""));
        Assert.StartsWith("{\"type\":\"welcome\"", (await client.ReceiveFrameAsync()).Text, StringComparison.Ordinal);
        Assert.StartsWith("{\"type\":\"subscribed\"", (await client.ReceiveFrameAsync()).Text, StringComparison.Ordinal);
        return new CrowdMember(client);
    }

    /// <summary>Hears everything up to the close frame, answers that, and leaves.</summary>
    public async Task ListenAsync()
    {
        using (_client)
        {
            var buffer = new byte[4096];
            var kept = 0;
            while (_closeCode == 0 && await _client.ReceiveAsync(buffer.AsMemory(kept)) is > 0 and var received)
                kept = Take(buffer, kept + received);
            await _client.SendIgnoringResetAsync(ClientFrame.Close((ushort)_closeCode));
        }
    }

    /// <summary>All publications from the first on, at least so many, in order, each once; then goodbye; then 1001.</summary>
    public void ExpectWholeAndSeenOff(int atLeast)
    {
        Assert.Equal(1001, _closeCode);
        Assert.StartsWith("{\"type\":\"goodbye\"", _heard[^1], StringComparison.Ordinal);
        Assert.True(_heard.Count > atLeast, $"heard {_heard.Count - 1} publications of {atLeast}");
        for (var n = 0; n < _heard.Count - 1; n++)
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"message","topic":"{{Topic}}","data":{{n}}}"""), _heard[n]);
    }

    /// <returns>How many bytes of the next frame are kept at the buffer's front.</returns>
    private int Take(byte[] buffer, int length)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, length);
        foreach (var frame in ServerFrame.ReadWhole(ref bytes))
        {
            if (frame.IsClose)
                _closeCode = frame.CloseCode!.Value;
            else
                _heard.Add(frame.Text);
        }

        bytes.CopyTo(buffer);
        return bytes.Length;
    }
}
