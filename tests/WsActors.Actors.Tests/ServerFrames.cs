using System.Text.Json;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Actors.Tests;

/// <summary>Reads the texts and events that a connection sent after its handshake.</summary>
public static class ServerFrames
{
    /// <summary>The payloads of all text frames that have arrived whole, in order.</summary>
    public static IReadOnlyList<string> Texts(ReadOnlySpan<byte> sent)
    {
        var rest = AfterHandshake(sent);
        return [.. ServerFrame.ReadWhole(ref rest).Where(frame => frame.Opcode == Opcode.Text).Select(frame => frame.Text)];
    }

    /// <summary>The events of the JSON protocol with this type.</summary>
    public static IReadOnlyList<JsonElement> Events(ReadOnlySpan<byte> sent, string type) =>
        [.. Texts(sent).Select(text => JsonSerializer.Deserialize<JsonElement>(text)).Where(json => json.GetProperty("type").GetString() == type)];

    private static ReadOnlySpan<byte> AfterHandshake(ReadOnlySpan<byte> sent)
    {
        var end = sent.IndexOf("\r\n\r\n"u8);
        return end < 0 ? [] : sent[(end + 4)..];
    }
}
