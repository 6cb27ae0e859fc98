using System.Text.Json;

namespace WsActors.Client;

/// <summary>A user with all of its connections, or one anonymous connection.</summary>
/// <param name="User">The user; null if the connection is anonymous.</param>
/// <param name="Connection">The id of the last connection.</param>
/// <param name="Connections">The number of connections, if the server has sent it.</param>
/// <param name="Info">The <c>info</c> of the user's token, if there is one.</param>
public sealed record PresenceMember(string? User, string Connection, int? Connections = null, JsonElement? Info = null)
{
    internal string Key => User is null ? $"c{Connection}" : $"u{User}";
}
