using System.Text.Unicode;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Determines how a payload is published.</summary>
internal static class PayloadTypes
{
    /// <summary>
    /// Returns JSON for an object or an array, text for any other UTF-8, and otherwise binary. A number or a quoted word may be meant as a
    /// text, an object hardly.
    /// </summary>
    public static PayloadType Of(ReadOnlyMemory<byte> payload)
    {
        if (!Utf8.IsValid(payload.Span))
            return PayloadType.Binary;

        var start = payload.Span.TrimStart(" \t\r\n"u8);
        return start is [(byte)'{' or (byte)'[', ..] && FaultOfJson(payload) is null ? PayloadType.Json : PayloadType.Text;
    }

    /// <summary>Returns the reason why the node would not take the payload as JSON; null if it would.</summary>
    public static string? FaultOfJson(ReadOnlyMemory<byte> payload) => Publication.TryParseJson(payload, out _, out var fault) ? null : fault;

    public static string ContentTypeOf(PayloadType type) => type switch
    {
        PayloadType.Json => "application/json",
        PayloadType.Text => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
