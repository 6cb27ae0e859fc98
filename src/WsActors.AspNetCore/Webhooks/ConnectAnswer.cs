using System.Text.Json;
using WsActors.Protocol.Access;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// The application's response for an admitted client: <c>{"user", "topics", "subscribe", "publish", "info", "expiresAt"}</c>. Each field is
/// optional and replaces the value of the client's token. Unknown fields are ignored, for later versions.
/// </summary>
internal static class ConnectAnswer
{
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
                "user" => known with { User = IdentityValues.User(field.Value.GetString()) },
                "topics" => known with { Topics = ListOf(field.Value, IdentityValues.Topic) },
                "subscribe" => known with { MaySubscribe = ListOf(field.Value, IdentityValues.Pattern) },
                "publish" => known with { MayPublish = ListOf(field.Value, IdentityValues.Pattern) },
                "info" => known with { Info = IdentityValues.Info(field.Value) },
                "expiresAt" => known with { ExpiresAt = field.Value.GetDateTimeOffset() },
                _ => known,
            };
        }

        return known;
    }

    // A response has at most 64 KB, so its list is short.
    private static T[] ListOf<T>(JsonElement value, Func<string, T> read) =>
        IdentityValues.List([.. value.EnumerateArray().Select(item => item.GetString())], read);
}
