using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using WsActors.Protocol.Clients;

namespace WsActors.Phoenix;

/// <summary>A message of the client, taken apart.</summary>
/// <param name="JoinRef">The JSON literal of the join's ref; null for a message that belongs to no channel.</param>
/// <param name="Id">The message's ref.</param>
/// <param name="Topic">The channel's topic.</param>
/// <param name="Event">The name of the event.</param>
/// <param name="Payload">The payload's JSON, a copy.</param>
internal sealed record PhoenixMessage(string? JoinRef, RequestId Id, string Topic, string Event, byte[] Payload)
{
    /// <summary>Accepts an array of five elements, or tells nothing: Phoenix closes a socket whose messages it cannot read.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PhoenixMessage? message)
    {
        message = null;
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            message = Of(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, an element of another type, or a string that is no Unicode, such as "\ud800".
        }

        return message is not null;
    }

    private static PhoenixMessage? Of(JsonElement root)
    {
        if (root.GetArrayLength() != 5 || !TryReadRef(root[0], out var joinRef) || !TryReadRef(root[1], out var id) || id is null)
            return null;

        return root[2].GetString() is { } topic && root[3].GetString() is { } name
            ? new PhoenixMessage(joinRef?.Json, id, topic, name, Encoding.UTF8.GetBytes(root[4].GetRawText()))
            : null;
    }

    private static bool TryReadRef(JsonElement element, out RequestId? id)
    {
        id = null;
        return element.ValueKind == JsonValueKind.Null || RequestId.TryParse(Encoding.UTF8.GetBytes(element.GetRawText()), out id);
    }
}
