namespace WsActors.Cluster.Membership;

/// <summary>Tells the membership that this node is joining one cluster while there is another, which it should be in.</summary>
/// <param name="Other">The address of a member of the other cluster.</param>
internal sealed record Stray(string Other);
