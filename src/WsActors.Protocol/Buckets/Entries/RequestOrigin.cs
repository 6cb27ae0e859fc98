using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Buckets.Entries;

/// <summary>
/// Names the request that caused an entry. It is part of the entry, so that whichever home commits it can answer, and recognises the request if it is sent again.
/// </summary>
/// <param name="Node">The node that awaits the answer.</param>
/// <param name="Number">The number of the request among those of this node to this bucket; from 1.</param>
/// <param name="AnsweredBelow">All requests of this node with smaller numbers are answered, or not awaited any more: they are not sent again.</param>
public readonly record struct RequestOrigin(ReplicaId Node, long Number, long AnsweredBelow);
