using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints for all connections of a user.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api.MapDelete("/users/{user}/connections", DisconnectAsync)
            .WithName("disconnectUser")
            .WithSummary("Closes all connections of a user")
            .WithDescription("code and reason have the same meaning as for a single connection.")
            .Produces<UserAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(404);
        api.MapPut("/users/{user}/topics/{topic}", SubscribeAsync)
            .WithName("subscribeUser")
            .WithSummary("Subscribes all connections of a user to a topic")
            .WithDescription("Returns one result per connection. A result without a code means success.")
            .Produces<UserAnswer>()
            .ProducesProblem(400).ProducesProblem(404);
        api.MapDelete("/users/{user}/topics/{topic}", UnsubscribeAsync)
            .WithName("unsubscribeUser")
            .WithSummary("Ends the subscriptions of all connections of a user to a topic")
            .WithDescription("Returns one result per connection. A result without a code means success.")
            .Produces<UserAnswer>()
            .ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> DisconnectAsync(string user, [OfNode] PushNode node, int? code, string? reason)
    {
        if (!CloseRequest.TryRead(code, reason, out var close, out var problem))
            return problem;

        var answer = await ForEachAsync(
            user, node, id => new ConnectionsRequest.Disconnect(id, close.Code, close.Reason), id => new NodeQuery.Disconnect(id, close.Code, close.Reason));
        return answer is null ? Unknown(user) : Results.Accepted(uri: null, answer);
    }

    private static Task<IResult> SubscribeAsync(string user, string topic, [OfNode] PushNode node) =>
        ChangeAsync(
            user, topic, node, (id, name) => new ConnectionsRequest.SubscribeClient(id, name), (id, name) => new NodeQuery.Subscribe(id, name));

    private static Task<IResult> UnsubscribeAsync(string user, string topic, [OfNode] PushNode node) =>
        ChangeAsync(
            user,
            topic,
            node,
            (id, name) => new ConnectionsRequest.UnsubscribeClient(id, name, ConnectionEndpoints.UnsubscribedByServer),
            (id, name) => new NodeQuery.Unsubscribe(id, name, ConnectionEndpoints.UnsubscribedByServer));

    private static async Task<IResult> ChangeAsync(
        string user, string topic, PushNode node, Func<ConnectionId, TopicName, object> command, Func<ConnectionId, TopicName, NodeQuery> inCluster)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;

        var answer = await ForEachAsync(user, node, id => command(id, name), id => inCluster(id, name));
        return answer is null ? Unknown(user) : Results.Ok(answer);
    }

    private static async Task<UserAnswer?> ForEachAsync(
        string user, PushNode node, Func<ConnectionId, object> command, Func<ConnectionId, NodeQuery> inCluster)
    {
        if (node.IsInCluster)
            return await ClusterConnections.ForEachAsync(node, user, inCluster);

        var ids = await node.ConnectionsOfAsync(user);
        if (ids.Count == 0)
            return null;

        var results = await Task.WhenAll(ids.Select(async id => ResultOf(id, await node.AskConnectionsAsync(command(id)))));
        return new UserAnswer(user, results);
    }

    private static UserResult ResultOf(ConnectionId id, object answer) => answer switch
    {
        ConnectionMessage.Refused refused => new UserResult(id.ToString(), refused.Code, refused.Message),
        ConnectionsReply.Unknown => new UserResult(id.ToString(), ErrorCode.UnknownConnection, "the connection has closed meanwhile"),
        _ => new UserResult(id.ToString(), Code: null, Message: null),
    };

    private static IResult Unknown(string user) =>
        Problems.OfRefusal(Problems.UnknownUser, $"the user {user} has no connection on this node");
}
