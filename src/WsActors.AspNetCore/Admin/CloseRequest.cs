using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.AspNetCore.Admin;

/// <summary>The code and reason of a requested close.</summary>
internal sealed record CloseRequest(CloseCode Code, string Reason)
{
    private const int MaxReasonBytes = 123;

    public static bool TryRead(
        int? code, string? reason, [NotNullWhen(true)] out CloseRequest? close, [NotNullWhen(false)] out IResult? problem)
    {
        var value = code ?? CloseCode.Disconnected.Value;
        var text = reason ?? "disconnected by the server";
        close = null;
        problem = null;
        if (value is not (1000 or 1001 or 1008 or 1011 or 1013 or (>= 3000 and <= 4999)))
            problem = Problems.BadRequest(
                Problems.InvalidClose, $"code is {value}: 1000, 1001, 1008, 1011, 1013 or 3000 to 4999 is allowed");
        else if (Encoding.UTF8.GetByteCount(text) > MaxReasonBytes)
            problem = Problems.BadRequest(
                Problems.InvalidClose, $"reason is {Encoding.UTF8.GetByteCount(text)} bytes: at most {MaxReasonBytes} are allowed");
        else
            close = new CloseRequest(CloseCode.Of((ushort)value), text);

        return close is not null;
    }
}
