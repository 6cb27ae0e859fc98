namespace WsActors.Server.Admin;

/// <summary>What became of each of a user's connections.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Connections">One for each that it had.</param>
public sealed record UserAnswer(string User, IReadOnlyList<UserResult> Connections);

/// <summary>What became of one connection.</summary>
/// <param name="Id">The connection.</param>
/// <param name="Code">Why nothing was done; null where it was.</param>
/// <param name="Message">The same in words.</param>
public sealed record UserResult(string Id, string? Code, string? Message);
