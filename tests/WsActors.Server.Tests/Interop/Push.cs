using System.Security.Cryptography;
using System.Text;

namespace WsActors.Server.Tests.Interop;

/// <summary>One of the thousand pushes: every second one is text, the others are binary.</summary>
internal sealed record Push(bool IsText, byte[] Payload)
{
    private const int Count = 1000;

    private static readonly Lazy<IReadOnlyList<Push>> Made = new(() => [.. Enumerable.Range(0, Count).Select(Make)]);
    private static readonly Lazy<IReadOnlyList<string>> Expected = new(() => [.. Thousand.Select(push => push.Digest)]);

    /// <summary>From 1 byte to 1 MiB, 20 MB together.</summary>
    public static IReadOnlyList<Push> Thousand => Made.Value;

    /// <summary>What a client has to say it heard.</summary>
    public static IReadOnlyList<string> Digests => Expected.Value;

    private string Digest => DigestOf(IsText, Payload);

    /// <summary>Kind, length and content of a message; the clients' scripts say it in the same words.</summary>
    public static string DigestOf(bool isText, ReadOnlySpan<byte> payload)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        return $"{(isText ? "text" : "binary")} {payload.Length} {Convert.ToHexStringLower(hash[..8])}";
    }

    private static Push Make(int index) => index % 2 == 0
        ? new Push(IsText: true, Text(index, Size(index)))
        : new Push(IsText: false, Noise(index, Size(index)));

    // Both sides of each step in the length of a frame first (RFC 6455 §5.2), each size once as text and once as binary.
    private static int Size(int index) => index switch
    {
        < 2 => 1,
        < 4 => 125,
        < 6 => 126,
        < 8 => 65_535,
        < 10 => 65_536,
        _ => (index % 200 / 2) switch
        {
            50 => 1024 * 1024,
            20 or 70 => 256 * 1024,
            10 or 30 or 60 or 90 => 64 * 1024,
            _ => 1 + (index * 7919 % 2048),
        },
    };

    // Letters of one, two and four bytes, and lines: what an event stream has to take apart and put together again.
    private static byte[] Text(int index, int size)
    {
        var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"push {index}: grüße 👋 ", 20)) + "\n");
        var text = new byte[size];
        text.AsSpan().Fill((byte)'.');
        var written = 0;
        for (; written + line.Length <= size; written += line.Length)
            line.CopyTo(text, written);
        return text;
    }

    // What no compression makes smaller.
    private static byte[] Noise(int index, int size)
    {
        var noise = new byte[size];
        new Random(index).NextBytes(noise);
        return noise;
    }
}
