using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A theory with the package wsactors: skipped with the reason where it is not built, or Chromium or Node.js is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TypeScriptTheoryAttribute : TheoryAttribute
{
    public TypeScriptTheoryAttribute([CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.MissingForTypeScript), test);
}
