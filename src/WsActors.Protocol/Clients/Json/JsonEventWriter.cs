using System.Buffers;
using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>Writes the events of <see cref="JsonProtocol"/>: one JSON object each.</summary>
internal static partial class JsonEventWriter
{
    public static void Write(ServerEvent serverEvent, IBufferWriter<byte> output) => JsonText.Write(serverEvent, output, WriteFields);

    private static void WriteFields(Utf8JsonWriter json, ServerEvent serverEvent)
    {
        switch (serverEvent)
        {
            case ServerEvent.Message message: WriteMessage(json, message); break;
            case ServerEvent.Welcome welcome: WriteWelcome(json, welcome); break;
            case ServerEvent.Subscribed subscribed: WriteSubscribed(json, subscribed); break;
            case ServerEvent.Unsubscribed unsubscribed: WriteUnsubscribed(json, unsubscribed); break;
            case ServerEvent.Published published: WriteHead(json, "published"u8, published.Id); WriteResult(json, published.Result); break;
            case ServerEvent.PublishedBatch published: WritePublished(json, published); break;
            case ServerEvent.Gap gap: WriteGap(json, gap); break;
            case ServerEvent.History history: WriteHistory(json, history); break;
            case ServerEvent.Joined joined: WriteComing(json, "joined"u8, joined.Topic, joined.Member, hasInfo: true); break;
            case ServerEvent.Left left: WriteComing(json, "left"u8, left.Topic, left.Member, hasInfo: false); break;
            case ServerEvent.Presence presence: WritePresence(json, presence); break;
            case ServerEvent.Error error: WriteError(json, error); break;
            case ServerEvent.Refreshed refreshed: WriteExpiry(json, "refreshed"u8, refreshed.Id, refreshed.ExpiresAt); break;
            case ServerEvent.RefreshNeeded needed: WriteExpiry(json, "refresh"u8, null, needed.ExpiresAt); break;
            case ServerEvent.Pong pong: WriteHead(json, "pong"u8, pong.Id); break;
            case ServerEvent.Ended ended: WriteEnded(json, ended); break;
            case ServerEvent.KeptAlive: WriteHead(json, "keepalive"u8, null); break;
            case ServerEvent.Goodbye goodbye: WriteGoodbye(json, goodbye); break;
            default: throw new ArgumentException($"{serverEvent.GetType().Name} cannot be expressed", nameof(serverEvent));
        }
    }

    private static void WriteMessage(Utf8JsonWriter json, ServerEvent.Message message)
    {
        WriteHead(json, "message"u8, null);
        json.WriteString("topic"u8, message.Topic.Value);
        if (message.Position is { } position)
            json.WriteNumber("offset"u8, position.Offset);
        PublicationJson.Write(json, message.Publication);
    }

    private static void WriteWelcome(Utf8JsonWriter json, ServerEvent.Welcome welcome)
    {
        WriteHead(json, "welcome"u8, null);
        json.WriteString("connection"u8, welcome.Connection);
        json.WriteString("user"u8, welcome.User);
        if (welcome.IsBackEnd)
            json.WriteBoolean("backEnd"u8, true);
        json.WriteNumber("keepAliveSeconds"u8, welcome.KeepAlive.TotalSeconds);
        json.WriteStartObject("limits"u8);
        json.WriteNumber("maxMessageBytes"u8, welcome.Limits.MaxMessageBytes);
        json.WriteNumber("maxSubscriptions"u8, welcome.Limits.MaxSubscriptions);
        json.WriteEndObject();
    }

    private static void WriteSubscribed(Utf8JsonWriter json, ServerEvent.Subscribed subscribed)
    {
        WriteHead(json, "subscribed"u8, subscribed.Id);
        json.WriteString("topic"u8, subscribed.Topic.Value);
        json.WriteString("epoch"u8, subscribed.Position.Epoch);
        json.WriteNumber("offset"u8, subscribed.Position.Offset);
        if (subscribed.Head is { } head)
            json.WriteNumber("head"u8, head);
        if (subscribed.Recovered is { } recovered)
            json.WriteBoolean("recovered"u8, recovered);
    }

    private static void WriteUnsubscribed(Utf8JsonWriter json, ServerEvent.Unsubscribed unsubscribed)
    {
        WriteHead(json, "unsubscribed"u8, unsubscribed.Id);
        json.WriteString("topic"u8, unsubscribed.Topic.Value);
        if (unsubscribed.Reason is { } reason)
            json.WriteString("reason"u8, reason);
    }

    private static void WritePublished(Utf8JsonWriter json, ServerEvent.PublishedBatch published)
    {
        WriteHead(json, "published"u8, published.Id);
        json.WriteStartArray("results"u8);
        foreach (var result in published.Results)
        {
            json.WriteStartObject();
            WriteResult(json, result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, in PublicationResult result)
    {
        if (result.ErrorCode is { } code)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, code);
            json.WriteString("message"u8, result.ErrorText);
            json.WriteEndObject();
            return;
        }

        if (result.Epoch is { } epoch)
            json.WriteString("epoch"u8, epoch);
        json.WriteNumber("offset"u8, result.Offset);
        if (result.Epoch is not null)
            json.WriteNumber("subscribers"u8, result.Subscribers);
        if (result.IsRepeated)
            json.WriteBoolean("repeated"u8, true);
    }

    private static void WriteGap(Utf8JsonWriter json, ServerEvent.Gap gap)
    {
        WriteHead(json, "gap"u8, null);
        json.WriteString("topic"u8, gap.Topic.Value);
        WriteRange(json, gap.Missed);
    }

    private static void WriteRange(Utf8JsonWriter json, MissedRange missed)
    {
        json.WriteNumber("from"u8, missed.From);
        json.WriteNumber("to"u8, missed.To);
        json.WriteString("reason"u8, missed.Reason);
    }

    private static void WriteHistory(Utf8JsonWriter json, ServerEvent.History history)
    {
        WriteHead(json, "history"u8, history.Id);
        json.WriteString("topic"u8, history.Topic.Value);
        if (history.Position is { } position)
        {
            json.WriteString("epoch"u8, position.Epoch);
            json.WriteNumber("offset"u8, position.Offset);
        }

        if (history.Recovered is { } recovered)
            json.WriteBoolean("recovered"u8, recovered);
        if (history.Page.Missed is { } missed)
        {
            json.WriteStartObject("gap"u8);
            WriteRange(json, missed);
            json.WriteEndObject();
        }

        json.WriteStartArray("messages"u8);
        foreach (var message in history.Page.Messages)
        {
            json.WriteStartObject();
            if (history.Position is not null)
                json.WriteNumber("offset"u8, message.Offset);
            PublicationJson.Write(json, message.Publication);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, ServerEvent.Error error)
    {
        WriteHead(json, "error"u8, error.Id);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Text);
    }

    private static void WriteEnded(Utf8JsonWriter json, ServerEvent.Ended ended)
    {
        WriteHead(json, "closed"u8, null);
        json.WriteNumber("code"u8, ended.Code.Value);
        json.WriteString("name"u8, ended.Code.Name);
        json.WriteString("reason"u8, ended.Reason);
    }

    private static void WriteGoodbye(Utf8JsonWriter json, ServerEvent.Goodbye goodbye)
    {
        WriteHead(json, "goodbye"u8, null);
        json.WriteString("reason"u8, goodbye.Reason);
        json.WriteNumber("reconnectAfterMs"u8, (long)goodbye.ReconnectAfter.TotalMilliseconds);
    }

    private static void WriteExpiry(Utf8JsonWriter json, ReadOnlySpan<byte> type, RequestId? id, DateTimeOffset? expiresAt)
    {
        WriteHead(json, type, id);
        if (expiresAt is { } end)
            json.WriteString("expiresAt"u8, end.ToUniversalTime());
        else
            json.WriteNull("expiresAt"u8);
    }

    private static void WriteHead(Utf8JsonWriter json, ReadOnlySpan<byte> type, RequestId? id)
    {
        json.WriteString("type"u8, type);
        if (id is null)
            return;

        json.WritePropertyName("id"u8);
        json.WriteRawValue(id.Json, skipInputValidation: true);
    }
}
