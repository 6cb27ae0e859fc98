using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Admin;

/// <summary>Tombstones of this node, or of all nodes of its cluster.</summary>
/// <param name="List">The tombstones, newest first.</param>
/// <param name="HasMore">True if there are more behind the last one.</param>
/// <param name="Missing">The nodes that did not answer; null without a cluster.</param>
internal sealed record TombstoneList(IReadOnlyList<Tombstone> List, bool HasMore, IReadOnlyList<string>? Missing);
