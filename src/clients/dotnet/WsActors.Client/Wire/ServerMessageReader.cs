using System.Text;
using System.Text.Json;

namespace WsActors.Client.Wire;

/// <summary>Reads what a server sends. Only text that has escapes is copied.</summary>
internal static class ServerMessageReader
{
    // Data of any depth are skipped. How deep they may be is decided when they are read as what the application wants.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <exception cref="JsonException">The bytes are no JSON object of the client protocol.</exception>
    public static ServerMessage Read(ReadOnlySpan<byte> utf8)
    {
        var message = default(ServerMessage);
        var json = new Utf8JsonReader(utf8, AnyDepth);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A message of the server is no JSON object.");

        try
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (!ReadField(utf8, ref json, ref message) && !ReadRareField(utf8, ref json, ref message))
                {
                    json.Read();
                    json.Skip();
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("A field of the server's message has another type.", e);
        }

        return message;
    }

    // The fields of publications, which arrive most.
    private static bool ReadField(ReadOnlySpan<byte> utf8, scoped ref Utf8JsonReader json, ref ServerMessage message)
    {
        if (Is(ref json, "type"u8))
            message.Kind = KindOf(ref json);
        else if (Is(ref json, "topic"u8))
            message.Topic = Text(ref json);
        else if (Is(ref json, "offset"u8))
            (message.Offset, message.HasOffset) = (json.GetInt64(), true);
        else if (Is(ref json, "data"u8))
            message.Data = Raw(utf8, ref json);
        else if (Is(ref json, "encoding"u8))
            message.IsBinary = json.ValueTextEquals("base64"u8);
        else if (Is(ref json, "id"u8))
            message.Id = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var id) ? id : 0;
        else
            return false;
        return true;
    }

    private static bool ReadRareField(ReadOnlySpan<byte> utf8, scoped ref Utf8JsonReader json, ref ServerMessage message)
    {
        if (Is(ref json, "epoch"u8))
            message.Epoch = Text(ref json);
        else if (Is(ref json, "recovered"u8))
            message.Recovered = json.GetBoolean();
        else if (Is(ref json, "from"u8))
            message.Range.From = json.GetInt64();
        else if (Is(ref json, "to"u8))
            message.Range.To = json.GetInt64();
        else if (Is(ref json, "reason"u8))
            message.Reason = Text(ref json);
        else if (Is(ref json, "code"u8))
            ReadCode(ref json, ref message);
        else if (Is(ref json, "name"u8))
            message.Ending.Name = Text(ref json);
        else if (Is(ref json, "message"u8))
            message.Text = Text(ref json);
        else if (Is(ref json, "reconnectAfterMs"u8))
            message.Ending.ReconnectAfterMs = json.GetInt64();
        else if (Is(ref json, "keepAliveSeconds"u8))
            message.KeepAliveSeconds = json.GetDouble();
        else
            return ReadListField(utf8, ref json, ref message);
        return true;
    }

    private static bool ReadListField(ReadOnlySpan<byte> utf8, scoped ref Utf8JsonReader json, ref ServerMessage message)
    {
        if (Is(ref json, "limits"u8))
            message.Limits = Raw(utf8, ref json);
        else if (Is(ref json, "gap"u8))
            message.Missed = Raw(utf8, ref json);
        else if (Is(ref json, "messages"u8))
            message.Messages = Raw(utf8, ref json);
        else if (Is(ref json, "member"u8))
            message.Presence.Member = Raw(utf8, ref json);
        else if (Is(ref json, "members"u8))
            message.Presence.Members = Raw(utf8, ref json);
        else if (Is(ref json, "total"u8))
            message.Presence.Total = json.GetInt32();
        else if (Is(ref json, "cursor"u8))
            message.Presence.HasCursor = json.TokenType != JsonTokenType.Null;
        else
            return false;
        return true;
    }

    /// <summary>Compares the name of a property, and moves on to its value if it is this one.</summary>
    private static bool Is(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? default : json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan;

    private static ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> utf8, scoped ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return utf8[start..(int)json.BytesConsumed];
    }

    // An error's code is a name, that of a closed event stream a number.
    private static void ReadCode(scoped ref Utf8JsonReader json, ref ServerMessage message)
    {
        if (json.TokenType == JsonTokenType.Number)
            message.Ending.CloseCode = json.GetInt32();
        else
            message.Code = Text(ref json);
    }

    private static ServerMessageKind KindOf(scoped ref Utf8JsonReader json) =>
        json.ValueTextEquals("message"u8) ? ServerMessageKind.Message
        : json.ValueTextEquals("gap"u8) ? ServerMessageKind.Gap
        : json.ValueTextEquals("published"u8) ? ServerMessageKind.Published
        : json.ValueTextEquals("subscribed"u8) ? ServerMessageKind.Subscribed
        : json.ValueTextEquals("unsubscribed"u8) ? ServerMessageKind.Unsubscribed
        : json.ValueTextEquals("joined"u8) ? ServerMessageKind.Joined
        : json.ValueTextEquals("left"u8) ? ServerMessageKind.Left
        : json.ValueTextEquals("presence"u8) ? ServerMessageKind.Presence
        : json.ValueTextEquals("history"u8) ? ServerMessageKind.History
        : json.ValueTextEquals("error"u8) ? ServerMessageKind.Error
        : json.ValueTextEquals("refresh"u8) ? ServerMessageKind.Refresh
        : json.ValueTextEquals("goodbye"u8) ? ServerMessageKind.Goodbye
        : json.ValueTextEquals("welcome"u8) ? ServerMessageKind.Welcome
        : json.ValueTextEquals("closed"u8) ? ServerMessageKind.Closed
        : ServerMessageKind.Other;
}
