namespace WsActors.Actors.Buckets.Cluster;

/// <summary>The lease of this node: the right of its homes to answer publications, renewed by a majority of the nodes. Safe on any thread.</summary>
public interface INodeLease
{
    /// <summary>True as long as a majority of the nodes is known to count this one as a member.</summary>
    bool IsValid { get; }
}
