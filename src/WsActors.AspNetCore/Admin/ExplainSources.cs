using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Explain;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Gathers the facts for an explanation from this node, or from all nodes of its cluster.</summary>
/// <param name="node">The node.</param>
/// <param name="time">The time.</param>
internal sealed class ExplainSources(PushNode node, TimeProvider time)
{
    // An operator reads about a few connections; a user with more has another problem.
    private const int MaxConnections = 10;
    private const int MaxTombstones = 50;
    private const int MaxDrops = 20;

    /// <summary>The topics in whose names one similar to that of the topic is looked for.</summary>
    private const int MaxTopics = 1000;

    public async Task<ExplainFacts> GatherAsync(string user, TopicName topic, long? offset)
    {
        var tombstones = EvidenceQueries.TombstonesAsync(node, new NodeQuery.ListTombstones(MaxTombstones, User: user));
        var drops = EvidenceQueries.DropsAsync(node, new NodeQuery.ListDrops(MaxDrops, user, topic.Value));
        var position = await PositionAsync(topic);
        var message = offset is { } asked && position?.Offset >= asked ? await MessageAsync(topic, asked) : null;
        var ended = await tombstones;
        return new ExplainFacts
        {
            User = user,
            Topic = topic.Value,
            Offset = offset,
            Now = time.GetUtcNow(),
            Rule = node.RuleOf(topic),
            Position = position,
            IsKept = message is not null,
            Except = message?.Publication.Except,
            OtherTopics = position is null or { Offset: 0 } ? await OtherTopicsAsync(topic) : [],
            Connections = await ConnectionsAsync(user, topic),
            Tombstones = ended.List,
            Drops = await drops,
            Missing = ended.Missing ?? [],
        };
    }

    private async Task<TopicPosition?> PositionAsync(TopicName topic) =>
        (await node.AskTopicsAsync(new TopicRequest.GetSnapshot(topic)) as TopicSnapshot)?.Position;

    private async Task<LoggedMessage?> MessageAsync(TopicName topic, long offset)
    {
        if (!SinceRequest.TryCreate(epoch: null, offset - 1, out var since, out _))
            return null;

        var history = await node.AskTopicsAsync(new TopicRequest.GetHistory(topic, since, Limit: 1, MaxBytes: 1)) as TopicReply.History;
        return history?.Page.Messages is [var message, ..] && message.Offset == offset ? message : null;
    }

    private async Task<IReadOnlyList<ConnectionSnapshot>> ConnectionsAsync(string user, TopicName topic)
    {
        var ids = node.IsInCluster
            ? (await node.AskNodesAsync(new NodeQuery.GetUserConnections(user))).Answers.OfType<NodeResult.UserConnections>().SelectMany(answer => answer.List)
            : await node.ConnectionsOfAsync(user);

        // The newest are those that the user has in front of them.
        var found = await Task.WhenAll(ids.OrderDescending().Take(MaxConnections).Select(id => ConnectionAsync(id, topic)));
        return [.. found.OfType<ConnectionSnapshot>()];
    }

    private async Task<ConnectionSnapshot?> ConnectionAsync(ConnectionId id, TopicName topic)
    {
        if (!node.IsInCluster)
            return await node.AskConnectionsAsync(new ConnectionsRequest.GetConnection(id, topic)) as ConnectionSnapshot;

        var gathered = await node.AskNodesAsync(new NodeQuery.GetConnection(id, topic));
        return gathered.Answers.OfType<NodeResult.Connections>().SelectMany(answer => answer.List).FirstOrDefault();
    }

    // Misspelt names mostly begin the same; if none does, any name may be meant.
    private async Task<IReadOnlyList<string>> OtherTopicsAsync(TopicName topic)
    {
        var similar = await TopicsAsync(topic.Value[..Math.Max(1, topic.Value.Length / 2)]);
        var all = similar.Count > 1 ? similar : await TopicsAsync(string.Empty);
        return [.. all.Where(other => other.Offset > 0 && other.Name != topic.Value).Select(other => other.Name)];
    }

    private async Task<IReadOnlyList<(string Name, long Offset)>> TopicsAsync(string prefix)
    {
        if (node.IsInCluster)
        {
            var gathered = await node.AskNodesAsync(new NodeQuery.ListTopics(prefix, MaxTopics, null));
            return [.. gathered.Answers.OfType<NodeResult.Topics>().SelectMany(answer => answer.List).Select(topic => (topic.Topic.Value, topic.Position.Offset))];
        }

        var page = (TopicsActor.TopicPage)await node.AskTopicsAsync(new TopicsActor.GetTopics(prefix, MaxTopics, null));
        return [.. page.Topics.Select(topic => (topic.Topic.Value, topic.Position.Offset))];
    }
}
