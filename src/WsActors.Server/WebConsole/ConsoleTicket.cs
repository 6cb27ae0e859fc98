namespace WsActors.Server.WebConsole;

/// <summary>A ticket.</summary>
/// <param name="Token">Its text, which the page shows as a token.</param>
/// <param name="ExpiresAt">Its end.</param>
internal readonly record struct ConsoleTicket(string Token, DateTimeOffset ExpiresAt);
