using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WsActors.AspNetCore.Options;

/// <summary>
/// A signing key in the form of Standard Webhooks: "whsec_" and base64 of 24 to 64 bytes. Its text form does not reveal it.
/// </summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static bool TryParse(string text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        Span<byte> key = stackalloc byte[MaxBytes];
        var isKey = text.StartsWith(Prefix, StringComparison.Ordinal)
            & Convert.TryFromBase64Chars(text.AsSpan(Math.Min(Prefix.Length, text.Length)), key, out var length);
        secret = isKey && length >= MinBytes ? new WebhookSecret(key[..length].ToArray()) : null;
        return secret is not null;
    }

    /// <summary>Parses a secret that was checked before. The exception does not contain it.</summary>
    public static WebhookSecret Parse(string text) =>
        TryParse(text, out var secret) ? secret : throw new ArgumentException("not a webhook secret", nameof(text));

    public byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, content);

    public override string ToString() => "a webhook secret";
}
