namespace WsActors.Server.Tests.Clients;

/// <summary>A test with npm's ws: skipped with the reason where Node.js or its packages are missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = ClientTools.SkipReason(ClientTools.MissingForNode);
}
