namespace WsActors.Cluster.Membership;

/// <summary>Tells the parts of this node's cluster that it is no member any more, or will not be in a moment.</summary>
internal sealed record MembershipEnded
{
    public static readonly MembershipEnded Instance = new();
}
