namespace WsActors.Cluster.Membership;

/// <summary>Asks for the members. Answered by <see cref="ClusterMembers"/>.</summary>
public sealed record GetMembers
{
    public static readonly GetMembers Instance = new();
}
