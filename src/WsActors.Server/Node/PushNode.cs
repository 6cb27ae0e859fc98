using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using WsActors.Actors;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Server.Options;

namespace WsActors.Server.Node;

/// <summary>The actors as the HTTP side sees them: the one place that asks them anything. Safe on any thread.</summary>
public sealed class PushNode
{
    // Beyond the drain's own timeout: its answer comes even then.
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(5);

    // Whoever gathers a batch's answers gives up first, and knows those that came.
    private static readonly TimeSpan BatchGrace = TimeSpan.FromSeconds(1);

    private readonly IRequiredActor<ServerActor> _server;
    private readonly ServerConfiguration _configuration;
    private readonly NodeState _state;
    private ServerActor.Children? _children;

    public PushNode(IRequiredActor<ServerActor> server, ServerConfiguration configuration, NodeState state)
    {
        _server = server;
        _configuration = configuration;
        _state = state;
    }

    private ServerActor.Children Children =>
        _children ?? throw new InvalidOperationException("the actors are asked before the host has started");

    /// <summary>Learns who answers; awaited by the host before the admin listener opens.</summary>
    public async Task ResolveAsync(CancellationToken cancellation) => _children =
        await _server.ActorRef.Ask<ServerActor.Children>(
            ServerActor.GetChildren.Instance, _configuration.Admin.RequestTimeout, cancellation);

    /// <summary>Asks the topics; an answer that does not come in time is an <see cref="AskTimeoutException"/>.</summary>
    /// <remarks>The question is on its way when this returns: questions asked one after the other arrive in that order.</remarks>
    public Task<object> AskTopicsAsync(object question) => Ask(Children.Topics, question);

    /// <summary>Publishes many at once. The answers stand in the publications' order; null where none came in time.</summary>
    public async Task<IReadOnlyList<object?>> PublishBatchAsync(IReadOnlyList<TopicRequest.Publish> publications)
    {
        var patience = _configuration.Admin.RequestTimeout;
        var answered = await Children.Topics.Ask<BatchActor.Answered>(
            new TopicsActor.PublishBatch(publications, patience), patience + BatchGrace);
        return answered.Answers;
    }

    /// <summary>Asks the connections; an answer that does not come in time is an <see cref="AskTimeoutException"/>.</summary>
    public Task<object> AskConnectionsAsync(object question) => Ask(Children.Connections, question);

    /// <summary>The connections that are subscribed to a topic on this node, in the order of their ids.</summary>
    public async Task<ImmutableArray<ConnectionId>> SubscribersOfAsync(TopicName topic)
    {
        if (await AskTopicsAsync(new TopicRequest.GetSubscribers(topic)) is not TopicReply.Subscribers subscribers)
            return [];

        var ids = new List<ConnectionId>(subscribers.Actors.Count);
        // A connection's actor bears its id as name.
        foreach (var subscriber in subscribers.Actors)
        {
            if (ConnectionId.TryParse(subscriber.Path.Name, out var id))
                ids.Add(id);
        }

        ids.Sort();
        return [.. ids];
    }

    /// <summary>The connections of a user on this node.</summary>
    public async Task<IReadOnlyCollection<ConnectionId>> ConnectionsOfAsync(string user) =>
        ((ConnectionsReply.UserConnections)await AskConnectionsAsync(new ConnectionsRequest.GetUserConnections(user))).Ids;

    /// <summary>Drains the node: readiness is red from now on. A second call joins the first.</summary>
    public async Task<ServerActor.Drained> DrainAsync(CancellationToken cancellation)
    {
        if (_state.Phase != NodeState.Drained)
            _state.Become(NodeState.Draining);
        var drained = await _server.ActorRef.Ask<ServerActor.Drained>(
            ServerActor.Drain.Instance, _configuration.Server.Drain.Timeout + DrainGrace, cancellation);
        _state.Become(NodeState.Drained);
        return drained;
    }

    /// <summary>Has a drain that is under way cut the connections that are left; without one nothing happens.</summary>
    public void HurryDrain() => _server.ActorRef.Tell(ServerActor.HurryDrain.Instance);

    private Task<object> Ask(IActorRef actor, object question) =>
        actor.Ask<object>(question, _configuration.Admin.RequestTimeout);
}
