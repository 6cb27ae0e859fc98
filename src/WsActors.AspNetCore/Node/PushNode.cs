using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using WsActors.Actors;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Tapping;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Node;

/// <summary>Gives the HTTP side access to the actors; besides <see cref="NodeDrain"/>, no other class sends them requests. Thread-safe.</summary>
internal sealed class PushNode
{
    private readonly IRequiredActor<ServerActor> _server;
    private readonly ServerConfiguration _configuration;
    private readonly TopicRules _rules;
    private readonly PublicationTelemetry _publications;
    private ServerActor.Children? _children;

    public PushNode(IRequiredActor<ServerActor> server, ServerConfiguration configuration, NodeState state, ActorSystem system, ServerTelemetry telemetry)
    {
        _publications = telemetry.Publications;
        _server = server;
        _configuration = configuration;
        Drain = new NodeDrain(server, configuration.Server.Drain, configuration.Admin.RequestTimeout, state, system);
        _rules = new TopicRules(configuration.Server.Topics.Rules);
    }

    /// <summary>Drains the node.</summary>
    public NodeDrain Drain { get; }

    private ServerActor.Children Children =>
        _children ?? throw new InvalidOperationException("the actors are asked before the host has started");

    /// <summary>Resolves the actors. The host awaits this before the admin listener opens.</summary>
    public async Task ResolveAsync(CancellationToken cancellation) => _children =
        await _server.ActorRef.Ask<ServerActor.Children>(
            ServerActor.GetChildren.Instance, _configuration.Admin.RequestTimeout, cancellation);

    /// <summary>Sends a request to the topics. A missing answer throws an <see cref="AskTimeoutException"/>.</summary>
    /// <remarks>The request has been sent when this returns, so successive requests arrive in their order.</remarks>
    public Task<object> AskTopicsAsync(object request) => Ask(Children.Topics, request);

    /// <summary>Begins a request to publish, which <see cref="AskTopicsAsync"/> then sends.</summary>
    /// <param name="publish">The publication.</param>
    /// <param name="parent">The publisher's trace context.</param>
    /// <returns>The request, to be disposed of when it is answered.</returns>
    public PublishCall BeginPublish(TopicRequest.Publish publish, TraceParent parent) => PublishCall.Begin(_publications, parent, publish);

    /// <summary>
    /// Publishes a batch. The answers are in the order of the publications; null stands for one that did not arrive in time.
    /// </summary>
    public async Task<IReadOnlyList<object?>> PublishBatchAsync(IReadOnlyList<TopicRequest.Publish> publications, TraceParent parent)
    {
        using var call = PublishCall.Begin(_publications, parent, publications.Count);
        var traced = call.Traced(publications);
        BatchAnswers? answers = null;
        PublishBatch Request(IActorRef replyTo)
        {
            var batch = PublishBatch.Of(traced, replyTo);
            answers = batch.ReplyTo;
            return batch;
        }

        try
        {
            return (await Children.Topics.Ask<BatchAnswers.Answered>(Request, _configuration.Admin.RequestTimeout, CancellationToken.None)).Answers;
        }
        catch (AskTimeoutException)
        {
            call.TimedOut();
            return answers!.SoFar;
        }
    }

    /// <summary>Sends a request to the connections. A missing answer throws an <see cref="AskTimeoutException"/>.</summary>
    public Task<object> AskConnectionsAsync(object request) => Ask(Children.Connections, request);

    /// <summary>Shows the frames of a connection of this node to a tap. Whatever the answer, <see cref="EndTap"/> must follow.</summary>
    public Task<object> StartTapAsync(Tap tap) => AskConnectionsAsync(new ConnectionsRequest.StartTap(tap));

    /// <summary>Ends a tap: its reader has left.</summary>
    public void EndTap(Tap tap)
    {
        tap.Leave();
        Children.Connections.Tell(new ConnectionsRequest.EndTap(tap), ActorRefs.NoSender);
    }

    /// <summary>Sends a share of the clients away, while the node stays open.</summary>
    /// <param name="share">The share, above 0 and at most 1.</param>
    /// <param name="count">The number of clients in place of the share, from 1; null for the share.</param>
    /// <param name="rate">Goodbyes per second; null for that of a drain.</param>
    /// <returns>A <see cref="DrainStatus"/>, or <see cref="ConnectionsReply.Busy"/>.</returns>
    public Task<object> RebalanceAsync(double share, int? count, int? rate)
    {
        // Members of topics must be back before others are notified that they have left.
        var (within, grace) = (_configuration.Server.Drain.ReconnectWithin, _configuration.Server.Topics.PresenceGrace / 2);
        return AskConnectionsAsync(new ConnectionsRequest.Rebalance(share, rate, grace > TimeSpan.Zero && grace < within ? grace : within) { Count = count });
    }

    /// <summary>Asks this node about connections that have ended and messages that were dropped. A missing answer throws an <see cref="AskTimeoutException"/>.</summary>
    public Task<object> AskEvidenceAsync(object request) => Ask(Children.Evidence, request);

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

    /// <summary>Closes the connections of back ends whose API keys are not in use any more.</summary>
    /// <param name="keys">The numbers of all keys that were in use once and are not now.</param>
    public void RefuseApiKeys(IReadOnlySet<int> keys) => _server.ActorRef.Tell(new ServerActor.RefuseApiKeys(keys));

    private Task<object> Ask(IActorRef actor, object request) =>
        actor.Ask<object>(request, _configuration.Admin.RequestTimeout);
}
