using WsActors.Actors.Model;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Nodes.Messages;

/// <summary>A query or a command that every node of the cluster answers for itself, by a <see cref="NodeResult"/>.</summary>
public abstract record NodeQuery
{
    private NodeQuery()
    {
    }

    /// <summary>Lists the connections of the node. Answered by <see cref="NodeResult.Connections"/>.</summary>
    /// <param name="Limit">The size of the page, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    /// <param name="User">Only this user's connections; null for all.</param>
    /// <param name="Topic">Only subscribers of this topic; null for all.</param>
    public sealed record ListConnections(int Limit, ConnectionId? After, string? User, TopicName? Topic) : NodeQuery;

    /// <summary>Describes a connection. Answered by <see cref="NodeResult.Connections"/> with one or none.</summary>
    public sealed record GetConnection(ConnectionId Id) : NodeQuery;

    /// <summary>Lists the connections of a user. Answered by <see cref="NodeResult.UserConnections"/>.</summary>
    public sealed record GetUserConnections(string User) : NodeQuery;

    /// <summary>Closes a connection. Answered by <see cref="NodeResult.Changed"/>.</summary>
    public sealed record Disconnect(ConnectionId Id, CloseCode Code, string Reason) : NodeQuery;

    /// <summary>Subscribes a client on behalf of the server. Answered by <see cref="NodeResult.Changed"/>.</summary>
    public sealed record Subscribe(ConnectionId Id, TopicName Topic) : NodeQuery;

    /// <summary>Ends a client's subscription on behalf of the server. Answered by <see cref="NodeResult.Changed"/>.</summary>
    public sealed record Unsubscribe(ConnectionId Id, TopicName Topic, string Reason) : NodeQuery;

    /// <summary>Lists the topics that have their home on the node. Answered by <see cref="NodeResult.Topics"/>.</summary>
    /// <param name="Prefix">Only names that begin so; empty for all.</param>
    /// <param name="Limit">At most so many, from 1.</param>
    /// <param name="After">Only names behind this one; null for the first.</param>
    public sealed record ListTopics(string Prefix, int Limit, string? After) : NodeQuery;

    /// <summary>Asks for the figures of the node. Answered by <see cref="NodeResult.Stats"/>.</summary>
    public sealed record GetStats : NodeQuery
    {
        public static readonly GetStats Instance = new();
    }

    /// <summary>Lists the buckets that have their home on the node. Answered by <see cref="NodeResult.Buckets"/>.</summary>
    public sealed record ListBuckets : NodeQuery
    {
        public static readonly ListBuckets Instance = new();
    }
}
