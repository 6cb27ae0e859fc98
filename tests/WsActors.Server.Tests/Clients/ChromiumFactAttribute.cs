using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A test with a real browser: skipped with the reason where Chromium, Node.js or curl is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute([CallerMemberName] string test = "") => this.SkipBecause(ClientTools.SkipReason(ClientTools.MissingForChromium), test);
}
