using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>
/// The fields of a JSON object that the client protocol knows, wherever they stand in it. Others are passed over, so
/// that newer clients can talk to older servers; of a name that comes twice the last counts, as in JSON.parse.
/// </summary>
internal ref struct JsonFields
{
    private const string Expected = "send one JSON object such as {\"type\":\"ping\"}";

    // One level is the message itself: what it publishes may nest as deep as what the admin API publishes.
    private const int MaxDepth = Publication.MaxJsonDepth + 1;

    private static readonly JsonReaderOptions StrictJson = new() { MaxDepth = MaxDepth };

    public JsonField Id;
    public JsonField Type;
    public JsonField Topic;
    public JsonField Data;
    public JsonField Key;
    public JsonField Echo;
    public JsonField Since;
    public JsonField Epoch;
    public JsonField Offset;
    public JsonField Limit;
    public JsonField Cursor;
    public JsonField Token;

    /// <summary>
    /// Reads one object. On a <paramref name="fault"/> the fields hold what came before it, so that an error can
    /// still carry the request's id.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out JsonFields fields, [NotNullWhen(false)] out string? fault)
    {
        fields = default;
        fault = null;
        if (!Utf8.IsValid(json))
        {
            fault = $"the message is not valid UTF-8: {Expected}";
            return false;
        }

        try
        {
            if (!fields.ReadObject(json))
                fault = $"the message is not a JSON object: {Expected}";
        }
        catch (JsonException e)
        {
            fault = $"the message is not JSON nested at most {MaxDepth} deep, "
                + $"wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {Expected}";
        }
        catch (InvalidOperationException)
        {
            // A field name with half a surrogate pair: the reader knows no other way to say so.
            fault = $"a field name is not valid Unicode: {Expected}";
        }

        return fault is null;
    }

    private bool ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, StrictJson);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadField(ref reader, json);

        // The reader throws where anything but white space follows the object.
        reader.Read();
        return true;
    }

    private void ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("id"u8))
            Id = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("type"u8))
            Type = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("topic"u8))
            Topic = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("data"u8))
            Data = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("key"u8))
            Key = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("echo"u8))
            Echo = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("since"u8))
            Since = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("epoch"u8))
            Epoch = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("offset"u8))
            Offset = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("limit"u8))
            Limit = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("cursor"u8))
            Cursor = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("token"u8))
            Token = ReadValue(ref reader, json);
        else
            reader.Skip();
    }

    private static JsonField ReadValue(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonField(kind, json[start..(int)reader.BytesConsumed]);
    }
}
