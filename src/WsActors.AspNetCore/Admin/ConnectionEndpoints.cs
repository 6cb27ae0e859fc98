using System.Collections.Immutable;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Endpoints that list, inspect and control connections.</summary>
internal static class ConnectionEndpoints
{
    /// <summary>The reason of an <c>unsubscribed</c> event.</summary>
    public const string UnsubscribedByServer = "unsubscribed_by_server";

    public static void MapConnections(this IEndpointRouteBuilder api)
    {
        api.MapGet("/connections", ListAsync)
            .WithName("listConnections")
            .WithSummary("Lists connections ordered by id, in pages; user and topic filter them")
            .Produces<ConnectionsAnswer>()
            .ProducesProblem(400);
        api.MapGet("/connections/{id}", GetAsync)
            .WithName("getConnection")
            .WithSummary("Returns one connection: address, start, state, subscriptions with positions, queue, traffic, round-trip time and deadlines")
            .WithDescription("The detail of a 404 tells how the connection ended, as long as the server remembers it.")
            .Produces<ConnectionAnswer>()
            .ProducesProblem(404);
        api.MapDelete("/connections/{id}", DisconnectAsync)
            .WithName("disconnect")
            .WithSummary("Closes a connection")
            .WithDescription("code is 1000, 1001, 1008, 1011, 1013 or 3000 to 4999. The default is 4000, which tells the client not to reconnect. reason has at most 123 bytes.")
            .Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(404);
        api.MapPut("/connections/{id}/topics/{topic}", SubscribeAsync)
            .WithName("subscribeConnection")
            .WithSummary("Subscribes a connection to a topic")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapDelete("/connections/{id}/topics/{topic}", UnsubscribeAsync)
            .WithName("unsubscribeConnection")
            .WithSummary("Ends the subscription of a connection to a topic")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync([OfNode] PushNode node, string? user, string? topic, int? limit, string? cursor)
    {
        TopicName? name = null;
        if (!Paging.TryReadLimit(limit, out var count, out var problem) || !Paging.TryRead(cursor, out var text, out problem))
            return problem;
        if (topic is not null && !TopicPath.TryRead(topic, out name, out problem))
            return problem;

        ConnectionId? after = null;
        if (text is not null)
        {
            if (!ConnectionId.TryParse(text, out var id))
                return Paging.InvalidCursor();
            after = id;
        }

        if (node.IsInCluster)
            return await ClusterConnections.ListAsync(node, new NodeQuery.ListConnections(count, after, user, name));

        ImmutableArray<ConnectionId>? among = name is null ? null : await node.SubscribersOfAsync(name);
        var page = (ConnectionsReply.ConnectionPage)await node.AskConnectionsAsync(new ConnectionsRequest.GetConnections(among, count, after, user));
        return Results.Ok(new ConnectionsAnswer([.. page.Connections.Select(ConnectionAnswer.Of)], Paging.Write(page.Next?.ToString())));
    }

    private static async Task<IResult> GetAsync(string id, [OfNode] PushNode node)
    {
        if (!ConnectionId.TryParse(id, out var connection))
            return Unknown(id);
        if (node.IsInCluster)
            return await ClusterConnections.GetAsync(node, connection);

        var reply = await node.AskConnectionsAsync(new ConnectionsRequest.GetConnection(connection));
        return reply is ConnectionSnapshot snapshot
            ? await ConnectionDetails.AnswerAsync(node, snapshot)
            : await ConnectionDetails.UnknownAsync(node, connection, UnknownText(id, reply));
    }

    private static async Task<IResult> DisconnectAsync(string id, [OfNode] PushNode node, int? code, string? reason)
    {
        if (!ConnectionId.TryParse(id, out var connection))
            return Unknown(id);
        if (!CloseRequest.TryRead(code, reason, out var close, out var problem))
            return problem;
        if (node.IsInCluster)
            return await ClusterConnections.ChangeAsync(node, connection, new NodeQuery.Disconnect(connection, close.Code, close.Reason), Results.Accepted());

        var reply = await node.AskConnectionsAsync(new ConnectionsRequest.Disconnect(connection, close.Code, close.Reason));
        return reply is ConnectionsReply.Disconnecting ? Results.Accepted() : Unknown(id, reply);
    }

    private static Task<IResult> SubscribeAsync(string id, string topic, [OfNode] PushNode node) =>
        ChangeAsync(
            id, topic, node, (connection, name) => new ConnectionsRequest.SubscribeClient(connection, name),
            (connection, name) => new NodeQuery.Subscribe(connection, name));

    private static Task<IResult> UnsubscribeAsync(string id, string topic, [OfNode] PushNode node) =>
        ChangeAsync(
            id, topic, node, (connection, name) => new ConnectionsRequest.UnsubscribeClient(connection, name, UnsubscribedByServer),
            (connection, name) => new NodeQuery.Unsubscribe(connection, name, UnsubscribedByServer));

    private static async Task<IResult> ChangeAsync(
        string id, string topic, PushNode node, Func<ConnectionId, TopicName, object> command, Func<ConnectionId, TopicName, NodeQuery> inCluster)
    {
        if (!TopicPath.TryRead(topic, out var name, out var problem))
            return problem;
        if (!ConnectionId.TryParse(id, out var connection))
            return Unknown(id);
        if (node.IsInCluster)
            return await ClusterConnections.ChangeAsync(node, connection, inCluster(connection, name), Results.NoContent());

        var reply = await node.AskConnectionsAsync(command(connection, name));
        return reply switch
        {
            ConnectionMessage.SubscriptionChanged => Results.NoContent(),
            ConnectionMessage.Refused refused => Problems.OfRefusal(refused.Code, refused.Message),
            _ => Unknown(id, reply),
        };
    }

    private static IResult Unknown(string id, object? reply = null) => Problems.OfRefusal(ErrorCode.UnknownConnection, UnknownText(id, reply));

    private static string UnknownText(string id, object? reply) => reply is ConnectionsReply.Unknown { IsOfAnotherNode: true }
        ? $"connection {id} belongs to another node, or to this node before its last start"
        : $"there is no connection {id} on this node; it may have closed";
}
