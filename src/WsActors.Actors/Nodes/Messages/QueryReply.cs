using WsActors.Protocol.Replication;

namespace WsActors.Actors.Nodes.Messages;

/// <summary>The answer of a node to a <see cref="QueryRequest"/>.</summary>
/// <param name="By">The node that answers.</param>
/// <param name="Number">The number of the request.</param>
/// <param name="Answer">The answer.</param>
public sealed record QueryReply(ReplicaId By, long Number, NodeResult Answer);
