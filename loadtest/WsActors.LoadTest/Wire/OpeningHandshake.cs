using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Wire;

/// <summary>A client's side of the opening handshake, RFC 6455 §4.1.</summary>
internal static class OpeningHandshake
{
    /// <summary>An answer whose head is longer is not worth reading.</summary>
    public const int MaxHead = 16 * 1024;

    private const string PerMessageDeflate = "permessage-deflate";
    private const string ServerNoContextTakeover = "server_no_context_takeover";

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>A nonce that need not be kept: it is made again to check the answer.</summary>
    public static string Key(int client, int attempt)
    {
        Span<byte> nonce = stackalloc byte[16];
        nonce.Clear();
        BinaryPrimitives.WriteInt32BigEndian(nonce, client);
        BinaryPrimitives.WriteInt32BigEndian(nonce[4..], attempt);
        BinaryPrimitives.WriteInt32BigEndian(nonce[8..], Environment.ProcessId);
        return Convert.ToBase64String(nonce);
    }

    public static byte[] Request(string authority, string path, string key, string? subprotocol, CompressionOffer compress)
    {
        var extra = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        if (OfferOf(compress) is { } offer)
            extra += $"Sec-WebSocket-Extensions: {offer}\r\n";
        return Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{extra}\r\n");
    }

    /// <summary>Judges what the server has answered so far.</summary>
    public static HandshakeAnswer Read(ReadOnlySpan<byte> bytes, string key, string? subprotocol, CompressionOffer compress)
    {
        var end = bytes.IndexOf(EndOfHead);
        if (end < 0)
            return bytes.Length > MaxHead ? HandshakeAnswer.Wrong("an endless head") : HandshakeAnswer.Incomplete;

        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        return Judge(lines, key, subprotocol, compress) is { } fault
            ? HandshakeAnswer.Wrong(fault)
            : HandshakeAnswer.Accepted(end + EndOfHead.Length);
    }

    private static string? Judge(string[] lines, string key, string? subprotocol, CompressionOffer compress)
    {
        var status = lines[0].Split(' ') is ["HTTP/1.1", { Length: 3 } code, ..] ? code : lines[0];
        if (status != "101")
            return string.Create(CultureInfo.InvariantCulture, $"status {status}");
        if (!HasValue(lines, "Upgrade", "websocket"))
            return "101 without Upgrade: websocket";
        if (!HasValue(lines, "Connection", "Upgrade"))
            return "101 without Connection: Upgrade";
        if (ValueOf(lines, "Sec-WebSocket-Accept") != Accept(key))
            return "a wrong Sec-WebSocket-Accept";
        if (subprotocol is not null && ValueOf(lines, "Sec-WebSocket-Protocol") != subprotocol)
            return "another subprotocol than asked for";
        return JudgeExtensions(ValueOf(lines, "Sec-WebSocket-Extensions"), compress);
    }

    // A measurement of what was not agreed would be a lie, so that a server's right to decline is a fault here.
    private static string? JudgeExtensions(string? answer, CompressionOffer compress)
    {
        string[] words = answer?.Split(';', StringSplitOptions.TrimEntries) ?? [];
        if (compress == CompressionOffer.None)
            return answer is null ? null : $"an extension that was not offered: {answer}";
        if (words is not [PerMessageDeflate, ..])
            return "compression was declined";

        var keepsContext = !words.Contains(ServerNoContextTakeover);
        return (keepsContext, compress) switch
        {
            (true, CompressionOffer.Each) => $"compression without {ServerNoContextTakeover}, which was asked for",
            (false, CompressionOffer.Keep) => "a server that keeps no context, which --compress keep is for",
            _ => null,
        };
    }

    // Ours are never compressed, so that we have no context to keep.
    private static string? OfferOf(CompressionOffer compress) => compress switch
    {
        CompressionOffer.Each => $"{PerMessageDeflate}; {ServerNoContextTakeover}; client_no_context_takeover",
        CompressionOffer.Keep => $"{PerMessageDeflate}; client_no_context_takeover",
        _ => null,
    };

    private static bool HasValue(string[] lines, string name, string value) =>
        string.Equals(ValueOf(lines, name), value, StringComparison.OrdinalIgnoreCase);

    private static string? ValueOf(string[] lines, string name) =>
        lines.Skip(1)
            .Where(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':')
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault();

    // RFC 6455 §4.2.2 names SHA-1; it proves that the server read the key and protects nothing.
#pragma warning disable CA5350
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
