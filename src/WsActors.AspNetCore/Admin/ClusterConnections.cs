using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;

namespace WsActors.AspNetCore.Admin;

/// <summary>Lists, finds and changes the connections of all nodes of a cluster.</summary>
internal static class ClusterConnections
{
    public static async Task<IResult> ListAsync(PushNode node, NodeQuery.ListConnections query)
    {
        var gathered = await node.AskNodesAsync(query);
        var pages = gathered.Answers.OfType<NodeResult.Connections>().ToArray();
        var all = pages.SelectMany(page => page.List).OrderBy(connection => connection.Id).ToArray();

        // Behind the last connection of a page that has more, connections of that node are unknown.
        var known = pages.Where(page => page.HasMore).Select(page => (ConnectionId?)page.List[^1].Id).Min();
        var taken = all.Where(connection => known is null || connection.Id <= known).Take(query.Limit).ToArray();
        var next = taken.Length < all.Length || known is not null ? taken[^1].Id.ToString() : null;
        return Results.Ok(new ConnectionsAnswer([.. taken.Select(ConnectionAnswer.Of)], Paging.Write(next)) { Missing = gathered.Missing });
    }

    public static async Task<IResult> GetAsync(PushNode node, ConnectionId id)
    {
        var gathered = await node.AskNodesAsync(new NodeQuery.GetConnection(id));
        if (gathered.Answers.OfType<NodeResult.Connections>().FirstOrDefault() is { List: [var connection] })
            return await ConnectionDetails.AnswerAsync(node, connection);

        return gathered.Missing.Count > 0 ? Unknown(id, gathered) : await ConnectionDetails.UnknownAsync(node, id, UnknownText(id));
    }

    /// <summary>Sends a command for a connection to all nodes, one of which has it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="id">The connection.</param>
    /// <param name="command">The command.</param>
    /// <param name="done">The response if it is done.</param>
    public static async Task<IResult> ChangeAsync(PushNode node, ConnectionId id, NodeQuery command, IResult done)
    {
        var gathered = await node.AskNodesAsync(command);
        return gathered.Answers.OfType<NodeResult.Changed>().FirstOrDefault() switch
        {
            null => Unknown(id, gathered),
            { Code: { } code, Message: var message } => Problems.OfRefusal(code, message ?? string.Empty),
            _ => done,
        };
    }

    /// <summary>Sends a command for each of a user's connections; null if there are none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="user">The user.</param>
    /// <param name="command">Makes the command for a connection.</param>
    public static async Task<UserAnswer?> ForEachAsync(PushNode node, string user, Func<ConnectionId, NodeQuery> command)
    {
        var found = await node.AskNodesAsync(new NodeQuery.GetUserConnections(user));
        var ids = found.Answers.OfType<NodeResult.UserConnections>().SelectMany(answer => answer.List).Order().ToArray();
        var results = await Task.WhenAll(ids.Select(async id => ResultOf(id, await node.AskNodesAsync(command(id)))));
        return results.Length == 0 && found.Missing.Count == 0 ? null : new UserAnswer(user, results) { Missing = found.Missing };
    }

    private static UserResult ResultOf(ConnectionId id, GatheredAnswers gathered) => gathered.Answers.OfType<NodeResult.Changed>().FirstOrDefault() switch
    {
        null when gathered.Missing.Count > 0 => new UserResult(id.ToString(), ErrorCode.TryAgainLater, "the node of the connection did not answer"),
        null => new UserResult(id.ToString(), ErrorCode.UnknownConnection, "the connection has closed meanwhile"),
        var changed => new UserResult(id.ToString(), changed.Code, changed.Message),
    };

    private static IResult Unknown(ConnectionId id, GatheredAnswers gathered) => gathered.Missing.Count > 0
        ? Problems.OfRefusal(
            ErrorCode.TryAgainLater, $"connection {id} may be on a node that did not answer: {string.Join(", ", gathered.Missing)}")
        : Problems.OfRefusal(ErrorCode.UnknownConnection, UnknownText(id));

    private static string UnknownText(ConnectionId id) => $"there is no connection {id} in the cluster; it may have closed";
}
