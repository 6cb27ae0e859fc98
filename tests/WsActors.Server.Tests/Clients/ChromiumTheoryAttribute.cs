namespace WsActors.Server.Tests.Clients;

/// <summary>A theory with a real browser: skipped with the reason where Chromium, Node.js or curl is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ClientTools.SkipReason(ClientTools.MissingForChromium);
}
