using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>Tells the parts of this node's cluster the present view, from the moment at which this node is a member.</summary>
internal sealed record MembersChanged(ClusterView View);
