using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Explain;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Adds to a connection what its topics and the node's evidence know about it, and to a missing one how it ended.</summary>
internal static class ConnectionDetails
{
    /// <summary>Each topic is another question, and few connections have more subscriptions.</summary>
    private const int MaxTopics = 20;

    private const int MaxDrops = 20;

    public static async Task<IResult> AnswerAsync(PushNode node, ConnectionSnapshot connection)
    {
        var answer = ConnectionAnswer.Of(connection);
        if (connection.Detail is not { } detail)
            return Results.Ok(answer);

        var drops = EvidenceQueries.DropsAsync(node, new NodeQuery.ListDrops(MaxDrops, Connection: connection.Id));
        var positions = await Task.WhenAll(connection.Subscriptions.Take(MaxTopics).Select(topic => PositionAsync(node, topic)));
        var known = positions.OfType<TopicSnapshot>().ToDictionary(topic => topic.Topic.Value, topic => topic.Position);
        return Results.Ok(answer with { Detail = ConnectionDetailAnswer.Of(detail, known, await drops) });
    }

    /// <summary>Returns the problem for a connection that is not there, with the way in which it ended if that is known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="id">The connection.</param>
    /// <param name="sentence">The detail if nothing more is known.</param>
    public static async Task<IResult> UnknownAsync(PushNode node, ConnectionId id, string sentence)
    {
        var found = await EvidenceQueries.TombstonesAsync(node, new NodeQuery.ListTombstones(1, Id: id));
        return Problems.OfRefusal(
            ErrorCode.UnknownConnection,
            found.List is [var tombstone] ? $"connection {id} {TombstoneText.Of(tombstone)}; see /api/tombstones?id={id}" : sentence);
    }

    private static async Task<object?> PositionAsync(PushNode node, string topic) =>
        TopicName.TryParse(topic, out var name, out _) ? await node.AskTopicsAsync(new TopicRequest.GetSnapshot(name)) : null;
}
