using System.Net;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Admin;

/// <summary>A call as the audit log shows it.</summary>
/// <param name="Key">The number of the API key; 0 if no key is required.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The template of the path, or the path itself if it is not known.</param>
/// <param name="Target">The topic, connection or user that is named in the path; "-" for none.</param>
/// <param name="Client">The address of the caller.</param>
internal sealed record AuditedCall(int Key, string Method, string Path, string Target, IPAddress? Client)
{
    // A caller decides about the length of names and paths.
    private const int MaxLength = 300;

    public static AuditedCall Of(HttpContext context) => new(
        RequestKey.NumberOf(context),
        Shown(context.Request.Method),
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Shown(context.Request.Path.Value),
        TargetOf(context.Request.RouteValues),
        context.Connection.RemoteIpAddress);

    private static string TargetOf(RouteValueDictionary names) =>
        names.Count == 0 ? "-" : Shown(string.Join(' ', names.Select(name => $"{name.Key}={name.Value}")));

    // A line break would let a caller write lines of its own.
    private static string Shown(string? text)
    {
        var shown = text ?? string.Empty;
        if (shown.Length > MaxLength)
            shown = $"{shown.AsSpan(0, MaxLength)}…";
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(letter => char.IsControl(letter) ? '?' : letter)) : shown;
    }
}
