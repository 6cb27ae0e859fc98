using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.Payloads;

/// <summary>The bytes of published values within what the server writes around them.</summary>
internal static class RawData
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>The values of all members "data" of an answer or a message, as they are written; what is within such a value is not looked at.</summary>
    public static IReadOnlyList<string> In(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8, Deep);
        var values = new List<string>();
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("data"u8))
                continue;

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            values.Add(Encoding.UTF8.GetString(utf8.AsSpan(start..(int)reader.BytesConsumed)));
        }

        return values;
    }
}
