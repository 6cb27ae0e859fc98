using System.Globalization;
using System.Text;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// Creates the headers that prove to the application that a request is from this server and not a replay. They follow Standard
/// Webhooks (github.com/standard-webhooks), which libraries for most languages verify.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Returns one "v1,…" per secret, separated by spaces; the receiver needs to know one of the secrets.</summary>
    public static string Of(IEnumerable<WebhookSecret> secrets, string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(sentAt)}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(secret.Sign(content))}"));
    }

    /// <summary>Returns the Unix time in whole seconds.</summary>
    public static string Timestamp(DateTimeOffset sentAt) => sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
