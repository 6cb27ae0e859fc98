using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A theory with npm's ws: skipped with the reason where Node.js or its packages are missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute([CallerMemberName] string test = "") => this.SkipBecause(ClientTools.SkipReason(ClientTools.MissingForNode), test);
}
