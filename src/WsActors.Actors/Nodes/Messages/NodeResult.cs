using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Statistics;

namespace WsActors.Actors.Nodes.Messages;

/// <summary>Answers of a node to a <see cref="NodeQuery"/>.</summary>
public abstract record NodeResult
{
    private NodeResult()
    {
    }

    /// <summary>Connections of the node.</summary>
    /// <param name="List">The connections, in the order of their ids.</param>
    /// <param name="HasMore">True if the node has more of them behind the last one.</param>
    public sealed record Connections(IReadOnlyList<ConnectionSnapshot> List, bool HasMore) : NodeResult;

    /// <summary>The connections that a user has on the node.</summary>
    public sealed record UserConnections(IReadOnlyList<ConnectionId> List) : NodeResult;

    /// <summary>The outcome of a command.</summary>
    /// <param name="Code">The code of the error; null on success.</param>
    /// <param name="Message">The description of the error; null on success.</param>
    public sealed record Changed(string? Code, string? Message) : NodeResult;

    /// <summary>The node has nothing of that name.</summary>
    public sealed record Unknown : NodeResult
    {
        public static readonly Unknown Instance = new();
    }

    /// <summary>Topics that have their home on the node, in ordinal order of their names.</summary>
    public sealed record Topics(IReadOnlyList<TopicDescription> List) : NodeResult;

    /// <summary>Connections of the node that have ended, newest first.</summary>
    /// <param name="List">The tombstones.</param>
    /// <param name="HasMore">True if the node has more of them behind the last one.</param>
    public sealed record Tombstones(IReadOnlyList<Tombstone> List, bool HasMore) : NodeResult;

    /// <summary>Messages that clients of the node did not get, newest first.</summary>
    public sealed record Drops(IReadOnlyList<DropEvidence> List) : NodeResult;

    /// <summary>The figures of the node.</summary>
    /// <param name="Node">The node's address in the cluster.</param>
    /// <param name="Figures">The figures.</param>
    public sealed record Stats(string Node, NodeStats Figures) : NodeResult;

    /// <summary>Buckets that have their home on the node, in the order of their numbers.</summary>
    public sealed record Buckets(IReadOnlyList<BucketDescription> List) : NodeResult;
}
