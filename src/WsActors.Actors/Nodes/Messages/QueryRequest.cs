using WsActors.Protocol.Replication;

namespace WsActors.Actors.Nodes.Messages;

/// <summary>A query on its way to a node. Answered by a <see cref="QueryReply"/>, or never.</summary>
/// <param name="From">The node that asks.</param>
/// <param name="Number">Comes back in the answer.</param>
/// <param name="Query">The query.</param>
public sealed record QueryRequest(ReplicaId From, long Number, NodeQuery Query);
