namespace WsActors.Server.Tests.Clients;

/// <summary>A test with a real browser: skipped with the reason where Chromium, Node.js or curl is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = ClientTools.SkipReason(ClientTools.MissingForChromium);
}
