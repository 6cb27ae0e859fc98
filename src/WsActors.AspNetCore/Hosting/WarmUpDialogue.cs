using System.Text;
using WsActors.Protocol.Clients.Json;

namespace WsActors.AspNetCore.Hosting;

/// <summary>The bytes that a client of the warm-up sends and expects, for each kind of client.</summary>
internal sealed record WarmUpDialogue
{
    public const string Topic = "warm-up";

    /// <summary>Subscribes in <c>wsactors.v1.json</c>.</summary>
    public static readonly WarmUpDialogue Json = new()
    {
        Handshake = Upgrade("/connect", $"Sec-WebSocket-Protocol: {JsonProtocol.Subprotocol}\r\n"),
        First = [.. Frame(0x81, Encoding.ASCII.GetBytes($$"""{"type":"subscribe","id":1,"topic":"{{Topic}}"}""")), .. Ping],
        Confirmation = "\"type\":\"subscribed\""u8.ToArray(),
        Message = "\"type\":\"message\""u8.ToArray(),
    };

    /// <summary>Receives a topic in plain mode. Its pong follows the request to subscribe, which then precedes all publications.</summary>
    public static readonly WarmUpDialogue Plain = new()
    {
        Handshake = Upgrade($"/topics/{Topic}"),
        First = Ping,
        Confirmation = [0x8a, 0x00],
        Message = [0x82, (byte)Payload.Length, .. Payload],
    };

    /// <summary>Receives its own message back.</summary>
    public static readonly WarmUpDialogue Echo = new()
    {
        Handshake = Upgrade("/echo"),
        First = Frame(0x81, Payload.ToArray()),
        Confirmation = [0x81, (byte)Payload.Length, .. Payload],
    };

    /// <summary>The payload of a publication.</summary>
    public static ReadOnlySpan<byte> Payload => "warm"u8;

    public required byte[] Handshake { get; init; }

    /// <summary>Frames that are sent after the handshake.</summary>
    public required byte[] First { get; init; }

    /// <summary>Part of the server's answer to them.</summary>
    public required byte[] Confirmation { get; init; }

    /// <summary>Part of each publication as it arrives; null if none arrives.</summary>
    public byte[]? Message { get; init; }

    /// <summary>The close frame, which the server answers with <see cref="CloseAnswer"/>.</summary>
    public static byte[] Close { get; } = Frame(0x88, [0x03, 0xe8]);

    public static ReadOnlySpan<byte> CloseAnswer => [0x88, 0x02, 0x03, 0xe8];

    private static byte[] Ping => Frame(0x89, []);

    // What browsers send.
    private static byte[] Upgrade(string path, string more = "") => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
        "Origin: http://localhost:8080\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
        $"{more}\r\n");

    // The masking key is zero, which leaves the payload as it is. Payloads are shorter than 126 bytes.
    private static byte[] Frame(byte firstByte, byte[] payload) => [firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
}
