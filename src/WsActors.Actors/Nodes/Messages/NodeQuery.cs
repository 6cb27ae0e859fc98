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

    /// <summary>Describes a connection. Answered by <see cref="NodeResult.Connections"/> with one, and its detail.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="Topic">The topic about which the detail says if the client may subscribe; null for none.</param>
    public sealed record GetConnection(ConnectionId Id, TopicName? Topic = null) : NodeQuery;

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

    /// <summary>Lists what is left of connections that have ended, newest first. Answered by <see cref="NodeResult.Tombstones"/>.</summary>
    /// <param name="Limit">At most so many, from 1.</param>
    /// <param name="Before">Only those behind this one; null for the first page.</param>
    /// <param name="User">Only this user's; null for all.</param>
    /// <param name="Topic">Only those with this topic; null for all.</param>
    /// <param name="Id">Only this connection's; null for all.</param>
    public sealed record ListTombstones(
        int Limit, TombstoneCursor? Before = null, string? User = null, string? Topic = null, ConnectionId? Id = null) : NodeQuery;

    /// <summary>Lists dropped messages, newest first. Answered by <see cref="NodeResult.Drops"/>.</summary>
    /// <param name="Limit">At most so many entries, from 1.</param>
    /// <param name="User">Only this user's; null for all.</param>
    /// <param name="Topic">Only of this topic; null for all.</param>
    /// <param name="Connection">Only of this connection; null for all.</param>
    public sealed record ListDrops(int Limit, string? User = null, string? Topic = null, ConnectionId? Connection = null) : NodeQuery;

    /// <summary>Lists the buckets that have their home on the node. Answered by <see cref="NodeResult.Buckets"/>.</summary>
    public sealed record ListBuckets : NodeQuery
    {
        public static readonly ListBuckets Instance = new();
    }
}
