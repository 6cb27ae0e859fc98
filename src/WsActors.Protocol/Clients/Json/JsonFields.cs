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

    // The message, the list of a batch and a message in it take three levels. Published values may nest as deep as in the admin API.
    private const int MaxDepth = Publication.MaxJsonDepth + 3;

    private static readonly JsonReaderOptions StrictJson = new() { MaxDepth = MaxDepth };

    public JsonField Id;
    public JsonField Type;
    public JsonField Topic;
    public JsonField Data;
    public JsonField Key;
    public JsonField Echo;
    public JsonField Messages;
    public JsonField IdempotencyKey;
    public JsonField Except;
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

    /// <summary>Begins to read the elements of a list that <see cref="TryRead"/> has found.</summary>
    public static Utf8JsonReader ElementsOf(JsonField list)
    {
        var reader = new Utf8JsonReader(list.Raw, StrictJson);
        reader.Read();
        return reader;
    }

    /// <summary>Reads the next element of a list; false at its end.</summary>
    /// <param name="reader">The reader of <see cref="ElementsOf"/>.</param>
    /// <param name="list">The list.</param>
    /// <param name="fields">The fields of the element.</param>
    /// <param name="isObject">False if the element is none, and has no fields.</param>
    /// <exception cref="InvalidOperationException">A field name holds half a surrogate pair.</exception>
    public static bool TryReadNext(scoped ref Utf8JsonReader reader, JsonField list, out JsonFields fields, out bool isObject)
    {
        fields = default;
        isObject = false;
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;

        var read = default(JsonFields);
        isObject = reader.TokenType == JsonTokenType.StartObject;
        if (isObject)
            read.ReadFields(ref reader, list.Raw);
        else
            reader.Skip();
        fields = read;
        return true;
    }

    private bool ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, StrictJson);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;

        ReadFields(ref reader, json);

        // The reader throws where anything but white space follows the object.
        reader.Read();
        return true;
    }

    private void ReadFields(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadField(ref reader, json);
    }

    private void ReadField(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
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
        else if (reader.ValueTextEquals("messages"u8))
            Messages = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("idempotencyKey"u8))
            IdempotencyKey = ReadValue(ref reader, json);
        else if (reader.ValueTextEquals("except"u8))
            Except = ReadValue(ref reader, json);
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
