using System.Collections.Immutable;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Nodes;

/// <summary>Answers one query for this node and stops. If the answer takes too long, it stops without one.</summary>
internal sealed class LocalQueryActor : UntypedActor
{
    private const int MaxCharacters = 256 * 1024;

    private static readonly TimeSpan Timeout = NodeQueriesActor.Timeout;

    private readonly QueryRequest _request;
    private readonly NodePeers _peers;
    private readonly LocalSources _sources;

    private LocalQueryActor(QueryRequest request, NodePeers peers, LocalSources sources)
    {
        _request = request;
        _peers = peers;
        _sources = sources;
    }

    public static Props Props(QueryRequest request, NodePeers peers, LocalSources sources) =>
        ActorFactory<LocalQueryActor>.Props(() => new LocalQueryActor(request, peers, sources));

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Timeout);
        switch (_request.Query)
        {
            case NodeQuery.ListConnections { Topic: { } topic }: _sources.Topics.Tell(new TopicRequest.GetSubscribers(topic)); break;
            case NodeQuery.ListConnections query: List(query, among: null); break;
            case NodeQuery.GetConnection query: _sources.Connections.Tell(new ConnectionsRequest.GetConnection(query.Id, query.Topic)); break;
            case NodeQuery.GetUserConnections query: _sources.Connections.Tell(new ConnectionsRequest.GetUserConnections(query.User)); break;
            case NodeQuery.Disconnect command: _sources.Connections.Tell(new ConnectionsRequest.Disconnect(command.Id, command.Code, command.Reason)); break;
            case NodeQuery.Subscribe command: _sources.Connections.Tell(new ConnectionsRequest.SubscribeClient(command.Id, command.Topic)); break;
            case NodeQuery.Unsubscribe command:
                _sources.Connections.Tell(new ConnectionsRequest.UnsubscribeClient(command.Id, command.Topic, command.Reason));
                break;
            case NodeQuery.ListTombstones query:
                _sources.Evidence.Tell(new EvidenceRequest.GetTombstones(query.Limit, query.Before, query.User, query.Topic, query.Id));
                break;
            case NodeQuery.ListDrops query: _sources.Evidence.Tell(new EvidenceRequest.GetDrops(query.Limit, query.User, query.Topic, query.Connection)); break;
            case NodeQuery.ListTopics query: _sources.Buckets.Tell(new BucketQuery.ListTopics(query.Prefix, query.After, query.Limit)); break;
            case NodeQuery.GetStats: Answer(new NodeResult.Stats(_peers.Self.Address, _sources.Stats())); break;
            case NodeQuery.ListBuckets: _sources.Buckets.Tell(BucketQuery.ListBuckets.Instance); break;
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicReply.Subscribers subscribers: List((NodeQuery.ListConnections)_request.Query, ConnectionIds.Of(subscribers)); break;
            case TopicReply.Unknown: Answer(new NodeResult.Connections([], HasMore: false)); break;
            case ConnectionsReply.ConnectionPage page: Answer(Bounded(page)); break;
            case ConnectionSnapshot connection: Answer(new NodeResult.Connections([WithNode(connection)], HasMore: false)); break;
            case EvidenceReply.TombstonePage page: Answer(new NodeResult.Tombstones(page.List, page.HasMore)); break;
            case EvidenceReply.DropList drops: Answer(new NodeResult.Drops(drops.List)); break;
            case ConnectionsReply.UserConnections connections: Answer(new NodeResult.UserConnections(connections.Ids)); break;
            case ConnectionsReply.Disconnecting or ConnectionMessage.SubscriptionChanged: Answer(new NodeResult.Changed(null, null)); break;
            case ConnectionMessage.Refused refused: Answer(new NodeResult.Changed(refused.Code, refused.Message)); break;
            case ConnectionsReply.Unknown: Answer(NodeResult.Unknown.Instance); break;
            case BucketAnswer.Topics topics: Answer(new NodeResult.Topics(topics.List)); break;
            case BucketAnswer.Buckets buckets: Answer(new NodeResult.Buckets(buckets.List)); break;
            case ReceiveTimeout: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void List(NodeQuery.ListConnections query, ImmutableArray<ConnectionId>? among) =>
        _sources.Connections.Tell(new ConnectionsRequest.GetConnections(among, query.Limit, query.After, query.User));

    private ConnectionSnapshot WithNode(ConnectionSnapshot connection) =>
        connection.Detail is { } detail ? connection with { Detail = detail with { Node = _peers.Self.Address } } : connection;

    // Messages between nodes are bounded, and a thousand connections may have a thousand subscriptions each.
    private static NodeResult.Connections Bounded(ConnectionsReply.ConnectionPage page)
    {
        var characters = 0;
        var list = page.Connections.TakeWhile((connection, index) =>
        {
            characters += connection.Subscriptions.Sum(topic => topic.Length);
            return index == 0 || characters <= MaxCharacters;
        }).ToArray();
        return new NodeResult.Connections(list, page.Next is not null || list.Length < page.Connections.Count);
    }

    private void Answer(NodeResult answer)
    {
        _peers.Links.Send(_request.From, new QueryReply(_peers.Self, _request.Number, answer));
        Context.Stop(Self);
    }
}
