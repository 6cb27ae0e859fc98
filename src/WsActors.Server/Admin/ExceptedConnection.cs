using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Model;

namespace WsActors.Server.Admin;

/// <summary>The connection that does not get a publication, as a rule because its client has caused it.</summary>
internal static class ExceptedConnection
{
    public const string HeaderName = "WsActors-Except";

    /// <summary>Reads the header: null if it is absent, a problem if it is not one connection id.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? connection, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, FaultOf, Problems.InvalidExcept, out connection, out problem);

    /// <summary>Returns the fault of a connection id; null if it is valid, whether or not the connection exists.</summary>
    public static string? FaultOf(string? connection) => ConnectionId.TryParse(connection, out var id) && id.ToString() == connection
        ? null
        : "the excepted connection is one connection id, as in the client's welcome and in /api/connections";
}
