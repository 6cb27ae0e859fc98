using System.Text.Json;

namespace WsActors.LoadTest.Returning;

/// <summary>The fields of one message of <c>wsactors.v1.json</c>, as far as a client that comes back needs them.</summary>
internal ref struct ServerWords
{
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Topic;
    public long Offset;
    public long From;
    public long To;
    public bool? Recovered;
    public string? Epoch;
    public string? Connection;

    /// <summary>Of a goodbye: the time from it to the return, in milliseconds.</summary>
    public long ReconnectAfterMs;

    /// <summary>The request that is answered; null: none.</summary>
    public long? Id;

    /// <summary>Of an error, or the reason why the server ended a subscription.</summary>
    public ReadOnlySpan<byte> Code;

    /// <returns>False: it is no JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out ServerWords words)
    {
        words = default;
        try
        {
            return words.ReadObject(message);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // Not JSON, or a field of another type than it must have.
            return false;
        }
    }

    private bool ReadObject(ReadOnlySpan<byte> message)
    {
        var json = new Utf8JsonReader(message);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            ReadField(ref json);
        return true;
    }

    private void ReadField(scoped ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("type"u8))
            Type = ReadString(ref json);
        else if (json.ValueTextEquals("topic"u8))
            Topic = ReadString(ref json);
        else if (json.ValueTextEquals("offset"u8))
            Offset = ReadNumber(ref json);
        else if (json.ValueTextEquals("from"u8))
            From = ReadNumber(ref json);
        else if (json.ValueTextEquals("to"u8))
            To = ReadNumber(ref json);
        else if (json.ValueTextEquals("reconnectAfterMs"u8))
            ReconnectAfterMs = ReadNumber(ref json);
        else if (json.ValueTextEquals("id"u8))
            Id = ReadNumber(ref json);
        else if (json.ValueTextEquals("code"u8) || json.ValueTextEquals("reason"u8))
            Code = ReadString(ref json);
        else if (json.ValueTextEquals("epoch"u8) && json.Read())
            Epoch = json.GetString();
        else if (json.ValueTextEquals("connection"u8) && json.Read())
            Connection = json.GetString();
        else if (json.ValueTextEquals("recovered"u8) && json.Read())
            Recovered = json.GetBoolean();
        else
            json.Skip();
    }

    // What the load generator has sent has nothing to unescape.
    private static ReadOnlySpan<byte> ReadString(scoped ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String ? json.ValueSpan : throw new FormatException("no string");
    }

    private static long ReadNumber(scoped ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }
}
