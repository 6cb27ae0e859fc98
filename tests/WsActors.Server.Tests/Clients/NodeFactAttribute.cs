using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A test with npm's ws: skipped with the reason where Node.js or its packages are missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute([CallerMemberName] string test = "") => this.SkipBecause(ClientTools.SkipReason(ClientTools.MissingForNode), test);
}
