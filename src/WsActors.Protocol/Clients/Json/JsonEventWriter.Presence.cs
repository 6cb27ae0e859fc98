using System.Globalization;
using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>Writes presence: the members, and who joined and left.</summary>
internal static partial class JsonEventWriter
{
    private static void WriteComing(Utf8JsonWriter json, ReadOnlySpan<byte> type, TopicName topic, PresenceMember member, bool hasInfo)
    {
        WriteHead(json, type, null);
        json.WriteString("topic"u8, topic.Value);
        json.WriteStartObject("member"u8);
        WriteMember(json, member, hasInfo);
        json.WriteEndObject();
    }

    private static void WritePresence(Utf8JsonWriter json, ServerEvent.Presence presence)
    {
        WriteHead(json, "presence"u8, presence.Id);
        json.WriteString("topic"u8, presence.Topic.Value);
        json.WriteNumber("total"u8, presence.Total);
        if (presence.Members is null)
            return;

        json.WriteStartArray("members"u8);
        foreach (var member in presence.Members)
        {
            json.WriteStartObject();
            WriteMember(json, member, hasInfo: true);
            json.WriteNumber("connections"u8, member.Connections);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (presence.Next is { } next)
            json.WriteString("cursor"u8, next.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteMember(Utf8JsonWriter json, PresenceMember member, bool hasInfo)
    {
        if (member.User is { } user)
            json.WriteString("user"u8, user);
        json.WriteString("connection"u8, member.Connection);
        if (!hasInfo || member.Info is not { } info)
            return;

        json.WritePropertyName("info"u8);
        json.WriteRawValue(info, skipInputValidation: true);
    }
}
