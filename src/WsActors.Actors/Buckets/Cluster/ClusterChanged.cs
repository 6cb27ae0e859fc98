using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>Tells the buckets of a node the present view of the cluster. The first one comes when this node has joined.</summary>
/// <param name="View">The view.</param>
public sealed record ClusterChanged(ClusterView View);
