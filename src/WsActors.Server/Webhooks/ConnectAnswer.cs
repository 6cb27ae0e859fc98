using System.Text;
using System.Text.Json;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Webhooks;

/// <summary>
/// The application's response for an admitted client: <c>{"user", "topics", "subscribe", "publish", "info", "expiresAt"}</c>. Each field is
/// optional and replaces the value of the client's token. Unknown fields are ignored, for later versions.
/// </summary>
internal static class ConnectAnswer
{
    private const int MaxUserBytes = 255;
    private const int MaxNames = 1000;

    /// <summary>Returns false if the response is not valid; then none of it applies.</summary>
    public static bool TryMerge(ReadOnlySpan<byte> body, Identity known, out Identity merged)
    {
        merged = known;
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            return true;

        var reader = new Utf8JsonReader(body);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !body[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty)
                return false;

            merged = Merge(document.RootElement, known);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            // JsonElement throws InvalidOperationException for a value of another kind and for an unpaired surrogate.
            return false;
        }
    }

    private static Identity Merge(JsonElement answer, Identity known)
    {
        foreach (var field in answer.EnumerateObject())
        {
            known = field.Name switch
            {
                "user" => known with { User = UserOf(field.Value) },
                "topics" => known with { Topics = ListOf(field.Value, TopicOf) },
                "subscribe" => known with { MaySubscribe = ListOf(field.Value, PatternOf) },
                "publish" => known with { MayPublish = ListOf(field.Value, PatternOf) },
                "info" => known with { Info = InfoOf(field.Value) },
                "expiresAt" => known with { ExpiresAt = field.Value.GetDateTimeOffset() },
                _ => known,
            };
        }

        return known;
    }

    private static string UserOf(JsonElement value) =>
        value.GetString() is { Length: > 0 } user && Encoding.UTF8.GetByteCount(user) <= MaxUserBytes && !user.Any(char.IsControl)
            ? user
            : throw new FormatException($"a user is 1 to {MaxUserBytes} bytes without control characters");

    private static string? InfoOf(JsonElement value) => MemberInfo.TryRead(value, out var info)
        ? info
        : throw new FormatException($"an info is a JSON value of at most {MemberInfo.MaxBytes} bytes");

    private static T[] ListOf<T>(JsonElement value, Func<JsonElement, T> read) =>
        value.GetArrayLength() <= MaxNames
            ? [.. value.EnumerateArray().Select(read)]
            : throw new FormatException($"more than {MaxNames} names");

    private static TopicName TopicOf(JsonElement value) =>
        TopicName.TryParse(value.GetString() ?? string.Empty, out var topic, out var fault) ? topic : throw new FormatException(fault);

    private static TopicPattern PatternOf(JsonElement value) =>
        TopicPattern.TryParse(value.GetString() ?? string.Empty, out var pattern, out var fault) ? pattern : throw new FormatException(fault);
}
