using System.Text.Json.Serialization;

namespace WsActors.AspNetCore.Admin;

/// <summary>The results of a request for all connections of a user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Connections">One result per connection.</param>
internal sealed record UserAnswer(string User, IReadOnlyList<UserResult> Connections)
{
    /// <summary>In a cluster, the nodes that did not answer, so that their connections are missing; not present without a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>The result for one connection.</summary>
/// <param name="Id">The connection.</param>
/// <param name="Code">The code of the error; null on success.</param>
/// <param name="Message">The description of the error; null on success.</param>
internal sealed record UserResult(string Id, string? Code, string? Message);
