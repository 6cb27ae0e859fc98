using System.Globalization;
using System.Text.Json;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>
/// Reads what a client of <see cref="JsonProtocol"/> asks for. The fields are collected first and judged afterwards,
/// so that an error carries the request's id wherever in the message that stands.
/// </summary>
internal static class JsonCommandReader
{
    private const string Known = "subscribe, unsubscribe, publish, history, presence, refresh and ping are allowed";

    /// <summary>A longer <c>type</c> is cut before it is named in an error.</summary>
    private const int MaxQuotedCharacters = 32;

    public static ClientCommand Read(ReadOnlySpan<byte> json)
    {
        var isObject = JsonFields.TryRead(json, out var fields, out var fault);
        var hasId = RequestId.TryParse(fields.Id.Raw, out var id);
        if (!isObject)
            return Malformed(id, fault!);
        if (!hasId && !fields.Id.IsAbsentOrNull)
            return Malformed(null, $"\"id\" must be a number or a string of at most {RequestId.MaxLength} characters");
        if (!fields.Type.TryGetString(out var type))
            return Malformed(id, $"\"type\" must be a string: {Known}");

        return type switch
        {
            "subscribe" => Subscribe(id, fields),
            "unsubscribe" => Unsubscribe(id, fields),
            "publish" => JsonPublishReader.Read(id, fields),
            "history" => History(id, fields),
            "presence" => Presence(id, fields),
            "refresh" => Refresh(id, fields),
            "ping" => new ClientCommand.Ping(id),
            _ => Invalid(id, ErrorCode.UnknownCommand, $"the type \"{Cut(type)}\" is unknown: {Known}"),
        };
    }

    private static ClientCommand Subscribe(RequestId? id, in JsonFields fields)
    {
        if (!TryReadTopic(id, fields, out var topic, out var invalid))
            return invalid!;

        return TryReadSince(fields.Since, out var since, out var fault)
            ? new ClientCommand.Subscribe(id, topic!, since)
            : Malformed(id, fault!);
    }

    private static ClientCommand Unsubscribe(RequestId? id, in JsonFields fields) =>
        TryReadTopic(id, fields, out var topic, out var invalid)
            ? new ClientCommand.Unsubscribe(id, topic!)
            : invalid!;

    private static ClientCommand History(RequestId? id, in JsonFields fields)
    {
        if (!TryReadTopic(id, fields, out var topic, out var invalid))
            return invalid!;
        if (!TryReadSince(fields.Since, out var since, out var fault))
            return Malformed(id, fault!);

        return TryReadLimit(fields.Limit, ClientCommand.DefaultHistoryLimit, ClientCommand.MaxHistoryLimit, out var limit, out fault)
            ? new ClientCommand.History(id, topic!, since, limit)
            : Malformed(id, fault!);
    }

    private static ClientCommand Refresh(RequestId? id, in JsonFields fields) => fields.Token.TryGetString(out var token)
        ? new ClientCommand.Refresh(id, new BearerToken(token))
        : Malformed(id, "\"token\" must be a string: the new token");

    private static ClientCommand Presence(RequestId? id, in JsonFields fields)
    {
        if (!TryReadTopic(id, fields, out var topic, out var invalid))
            return invalid!;
        if (!TryReadLimit(fields.Limit, ClientCommand.DefaultPresenceLimit, ClientCommand.MaxPresenceLimit, out var limit, out var fault))
            return Malformed(id, fault!);

        return TryReadCursor(fields.Cursor, out var after)
            ? new ClientCommand.Presence(id, topic!, after, limit)
            : Malformed(id, "\"cursor\" must be the cursor of the answer before, a string, or be left out");
    }

    private static bool TryReadLimit(JsonField field, int none, int max, out int limit, out string? fault)
    {
        limit = none;
        fault = null;
        if (field.IsAbsentOrNull)
            return true;

        var isLegal = field.TryGetInt64(out var value) && value >= 1 && value <= max;
        fault = isLegal ? null : $"\"limit\" must be a whole number from 1 to {max}";
        limit = (int)value;
        return isLegal;
    }

    private static bool TryReadCursor(JsonField field, out long after)
    {
        after = 0;
        return field.IsAbsentOrNull
            || (field.TryGetString(out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after));
    }

    public static bool TryReadTopic(
        RequestId? id, in JsonFields fields, out TopicName? topic, out ClientCommand.Invalid? invalid)
    {
        topic = null;
        if (!fields.Topic.TryGetString(out var text))
            invalid = Malformed(id, "\"topic\" must be a string: the topic's name");
        else if (!TopicName.TryParse(text, out topic, out var fault))
            invalid = Invalid(id, ErrorCode.InvalidTopic, fault);
        else
            invalid = null;

        return invalid is null;
    }

    private static bool TryReadSince(JsonField field, out SinceRequest? since, out string? fault)
    {
        since = null;
        fault = null;
        if (field.IsAbsentOrNull)
            return true;

        if (field.Kind != JsonTokenType.StartObject || !JsonFields.TryRead(field.Raw, out var position, out _))
            fault = "\"since\" must be an object: {\"epoch\": string, \"offset\": number}";
        else if (!position.Epoch.TryGetString(out var epoch))
            fault = "\"since.epoch\" must be a string: the epoch that the last \"subscribed\" named";
        else if (!position.Offset.TryGetInt64(out var offset))
            fault = "\"since.offset\" must be a whole number: the offset of the last message seen";
        else if (!SinceRequest.TryCreate(epoch, offset, out since, out var reason))
            fault = $"\"since\" is wrong: {reason}";

        return fault is null;
    }

    private static string Cut(string type)
    {
        if (type.Length <= MaxQuotedCharacters)
            return type;

        var length = char.IsHighSurrogate(type[MaxQuotedCharacters - 1]) ? MaxQuotedCharacters - 1 : MaxQuotedCharacters;
        return $"{type[..length]}…";
    }

    public static ClientCommand.Invalid Malformed(RequestId? id, string message) =>
        Invalid(id, ErrorCode.MalformedCommand, message);

    public static ClientCommand.Invalid Invalid(RequestId? id, string code, string message) => new(id, code, message);
}
