namespace WsActors.Protocol.Topics;

/// <summary>A member: a user with all its connections, or one connection without a user.</summary>
/// <param name="User">Null where the connection is anonymous.</param>
/// <param name="Connection">The connection that came last.</param>
/// <param name="Connections">Connections now; 0 while the member may yet come back.</param>
public sealed record PresenceMember(string? User, string Connection, int Connections)
{
    /// <summary>The JSON value with which the application describes the client whose connection came last; null for none.</summary>
    public string? Info { get; init; }
}
