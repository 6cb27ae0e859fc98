using System.Globalization;
using System.Text;
using WsActors.Server.Options;

namespace WsActors.Server.Webhooks;

/// <summary>
/// The headers by which the application knows that a request is this server's, and not an old one sent again: Standard
/// Webhooks (github.com/standard-webhooks), which libraries for most languages verify.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>One "v1,…" for each secret with blanks between: the receiver needs to know one of them.</summary>
    public static string Of(IEnumerable<WebhookSecret> secrets, string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(sentAt)}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(secret.Sign(content))}"));
    }

    /// <summary>Whole seconds of Unix time.</summary>
    public static string Timestamp(DateTimeOffset sentAt) => sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
