using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A test with the package wsactors: skipped with the reason where it is not built, or Chromium or Node.js is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TypeScriptFactAttribute : FactAttribute
{
    public TypeScriptFactAttribute([CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.MissingForTypeScript), test);
}
