using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Admin;

/// <summary>The connection that does not get a publication, as a rule because its client has caused it.</summary>
internal static class ExceptedConnection
{
    public const string HeaderName = "WsActors-Except";

    /// <summary>Reads the header: null if it is absent, a problem if it is not one connection id.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? connection, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, ConnectionId.FaultOfExcept, Problems.InvalidExcept, out connection, out problem);
}
