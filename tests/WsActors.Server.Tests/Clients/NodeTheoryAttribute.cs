namespace WsActors.Server.Tests.Clients;

/// <summary>A theory with npm's ws: skipped with the reason where Node.js or its packages are missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = ClientTools.SkipReason(ClientTools.MissingForNode);
}
