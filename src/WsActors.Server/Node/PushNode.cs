using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using WsActors.Actors;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Server.Options;

namespace WsActors.Server.Node;

/// <summary>Gives the HTTP side access to the actors; no other class sends them requests. Thread-safe.</summary>
public sealed class PushNode
{
    // Added to the drain's timeout, because the drain also answers when that passes.
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(5);

    private readonly IRequiredActor<ServerActor> _server;
    private readonly ServerConfiguration _configuration;
    private readonly NodeState _state;
    private readonly ActorSystem _system;
    private readonly Lock _drainLock = new();
    private Task<ServerActor.Drained>? _drain;
    private readonly TopicRules _rules;
    private ServerActor.Children? _children;

    public PushNode(IRequiredActor<ServerActor> server, ServerConfiguration configuration, NodeState state, ActorSystem system)
    {
        _server = server;
        _configuration = configuration;
        _state = state;
        _system = system;
        _rules = new TopicRules(configuration.Server.Topics.Rules);
    }

    private ServerActor.Children Children =>
        _children ?? throw new InvalidOperationException("the actors are asked before the host has started");

    /// <summary>Resolves the actors. The host awaits this before the admin listener opens.</summary>
    public async Task ResolveAsync(CancellationToken cancellation) => _children =
        await _server.ActorRef.Ask<ServerActor.Children>(
            ServerActor.GetChildren.Instance, _configuration.Admin.RequestTimeout, cancellation);

    /// <summary>Sends a request to the topics. A missing answer throws an <see cref="AskTimeoutException"/>.</summary>
    /// <remarks>The request has been sent when this returns, so successive requests arrive in their order.</remarks>
    public Task<object> AskTopicsAsync(object request) => Ask(Children.Topics, request);

    /// <summary>
    /// Publishes a batch. The answers are in the order of the publications; null stands for one that did not arrive in time.
    /// </summary>
    public async Task<IReadOnlyList<object?>> PublishBatchAsync(IReadOnlyList<TopicRequest.Publish> publications)
    {
        BatchAnswers? answers = null;
        PublishBatch Request(IActorRef replyTo)
        {
            var batch = PublishBatch.Of(publications, replyTo);
            answers = batch.ReplyTo;
            return batch;
        }

        try
        {
            return (await Children.Topics.Ask<BatchAnswers.Answered>(Request, _configuration.Admin.RequestTimeout, CancellationToken.None)).Answers;
        }
        catch (AskTimeoutException)
        {
            return answers!.SoFar;
        }
    }

    /// <summary>Sends a request to the connections. A missing answer throws an <see cref="AskTimeoutException"/>.</summary>
    public Task<object> AskConnectionsAsync(object request) => Ask(Children.Connections, request);

    /// <summary>True if this node is one of a cluster.</summary>
    public bool IsInCluster => Children.Nodes is not null;

    /// <summary>Sends a query or a command to all nodes of the cluster. The answer names those that did not answer in time.</summary>
    public async Task<GatheredAnswers> AskNodesAsync(NodeQuery query) => (GatheredAnswers)await Ask(Children.Nodes!, query);

    /// <summary>Returns the connections that are subscribed to a topic on this node, in the order of their ids.</summary>
    public async Task<ImmutableArray<ConnectionId>> SubscribersOfAsync(TopicName topic) =>
        await AskTopicsAsync(new TopicRequest.GetSubscribers(topic)) is TopicReply.Subscribers subscribers ? ConnectionIds.Of(subscribers) : [];

    /// <summary>Returns the connections of a user on this node.</summary>
    public async Task<IReadOnlyCollection<ConnectionId>> ConnectionsOfAsync(string user) =>
        ((ConnectionsReply.UserConnections)await AskConnectionsAsync(new ConnectionsRequest.GetUserConnections(user))).Ids;

    /// <summary>Drains the node, which is not ready from then on. A second call joins the first.</summary>
    public Task<ServerActor.Drained> DrainAsync(CancellationToken cancellation)
    {
        // The actors of a node that is removed from its cluster may have ended by the time of the second call.
        lock (_drainLock)
            return (_drain ??= DrainOnceAsync()).WaitAsync(cancellation);
    }

    /// <summary>Resets the remaining connections if a drain is in progress.</summary>
    public void HurryDrain() => _server.ActorRef.Tell(ServerActor.HurryDrain.Instance);

    /// <summary>Replaces the topics' rules.</summary>
    public void UseRules(IReadOnlyList<TopicRule> rules)
    {
        _rules.Use(rules);
        _server.ActorRef.Tell(new ServerActor.UseRules(rules));
    }

    /// <summary>Returns the rule that applies to a topic.</summary>
    public TopicRule RuleOf(TopicName topic) => _rules.For(topic);

    /// <summary>Takes over those limits of the push listener that can change while it runs.</summary>
    public void UseLimits(PushSettings limits) => _server.ActorRef.Tell(new ServerActor.UseLimits(limits));

    private async Task<ServerActor.Drained> DrainOnceAsync()
    {
        _state.Become(NodeState.Draining);
        var answer = _server.ActorRef.Ask<ServerActor.Drained>(ServerActor.Drain.Instance, _configuration.Server.Drain.Timeout + DrainGrace);

        // Where the actors have ended, the connections have ended with them.
        await Task.WhenAny(answer, _system.WhenTerminated);
        var drained = _system.WhenTerminated.IsCompleted && !answer.IsCompleted ? new ServerActor.Drained(0, 0) : await answer;
        _state.Become(NodeState.Drained);
        return drained;
    }

    private Task<object> Ask(IActorRef actor, object request) =>
        actor.Ask<object>(request, _configuration.Admin.RequestTimeout);
}
