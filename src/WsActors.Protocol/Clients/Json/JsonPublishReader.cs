using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>Reads the publications of a <c>publish</c>: one, or the messages of a batch. A fault of one message does not affect the others.</summary>
internal static class JsonPublishReader
{
    public static ClientCommand Read(RequestId? id, in JsonFields fields) =>
        fields.Messages.IsAbsent ? ReadOne(id, fields) : ReadBatch(id, fields.Messages);

    private static ClientCommand ReadBatch(RequestId? id, JsonField list)
    {
        if (list.Kind != JsonTokenType.StartArray)
            return JsonCommandReader.Malformed(id, "\"messages\" must be a list of messages, each with \"topic\" and \"data\"");

        var messages = new List<ClientCommand>();
        try
        {
            var reader = JsonFields.ElementsOf(list);
            while (JsonFields.TryReadNext(ref reader, list, out var fields, out var isObject))
            {
                if (messages.Count == ClientCommand.MaxBatchMessages)
                    return JsonCommandReader.Invalid(
                        id, ErrorCode.BatchTooLarge, $"the batch holds more than {ClientCommand.MaxBatchMessages} messages: send several");
                messages.Add(isObject
                    ? ReadOne(null, fields)
                    : JsonCommandReader.Malformed(null, "a message of a batch must be an object with \"topic\" and \"data\""));
            }
        }
        catch (InvalidOperationException)
        {
            // A field name with half a surrogate pair: the reader knows no other way to say so.
            return JsonCommandReader.Malformed(id, "a field name in \"messages\" is not valid Unicode");
        }

        return messages.Count > 0
            ? new ClientCommand.PublishBatch(id, messages)
            : JsonCommandReader.Malformed(id, "\"messages\" must hold at least one message");
    }

    private static ClientCommand ReadOne(RequestId? id, in JsonFields fields)
    {
        if (!JsonCommandReader.TryReadTopic(id, fields, out var topic, out var invalid))
            return invalid!;
        if (fields.Data.IsAbsent)
            return JsonCommandReader.Malformed(id, "\"data\" is missing: any JSON value is allowed");
        if (!TryReadText(fields.Key, out var key) || (key is not null && Publication.FaultOfKey(key) is not null))
            return JsonCommandReader.Malformed(id, $"\"key\" is wrong: {Publication.FaultOfKey(null)}");
        if (!TryReadText(fields.IdempotencyKey, out var once) || (once is not null && IdempotencyKeys.FaultOfKey(once) is not null))
            return JsonCommandReader.Malformed(id, $"\"idempotencyKey\" is wrong: {IdempotencyKeys.FaultOfKey(null)}");
        if (!TryReadText(fields.Except, out var except))
            return JsonCommandReader.Malformed(id, "\"except\" must be a string: the id of a connection");
        if (!fields.Echo.IsAbsentOrNull && fields.Echo.Kind is not (JsonTokenType.True or JsonTokenType.False))
            return JsonCommandReader.Malformed(id, "\"echo\" must be true or false: false keeps the publication from this connection");
        if (!TryReadData(fields.Data.Raw, out var publication))
            return JsonCommandReader.Malformed(id, $"\"data\" nests deeper than {Publication.MaxJsonDepth}");

        return new ClientCommand.Publish(id, topic, publication!.About(key).Excluding(except))
        {
            IncludesSender = fields.Echo.Kind != JsonTokenType.False,
            IdempotencyKey = once,
        };
    }

    // A copy: the message's buffer is the session's and is used again. The reader has checked all but the depth, and few values have
    // so many brackets that it can be exceeded.
    private static bool TryReadData(ReadOnlySpan<byte> raw, out Publication? publication)
    {
        var data = raw.ToArray();
        if (raw.Count((byte)'[') + raw.Count((byte)'{') > Publication.MaxJsonDepth)
            return Publication.TryParseJson(data, out publication, out _);

        publication = Publication.FromCheckedJson(data);
        return true;
    }

    private static bool TryReadText(JsonField field, out string? text)
    {
        text = null;
        return field.IsAbsentOrNull || field.TryGetString(out text);
    }
}
