using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections.Answers;

/// <summary>
/// Everyone whom a connection asks: topics, the application, the judge of tokens. Each answers when the test says so and as it
/// chooses, and each question gets one answer, as the real ones promise.
/// </summary>
internal sealed class DelayedNeighbours(ActorSystem system) : IBackend, IAccess
{
    private readonly ConcurrentQueue<(AuthorizationRequest Request, IActorRef Connection)> _requests = new();
    private readonly ConcurrentQueue<RefreshRequest> _refreshes = new();

    // Topics that have taken a subscription and have not yet been told to forget it.
    private readonly Dictionary<TopicName, CapturingRef> _topicRefs = [];

    public CapturingRef Topics { get; } = new(system, "topics");

    public bool WantsConnectionEvents => false;

    public void Decide(AuthorizationRequest request, IActorRef connection) => _requests.Enqueue((request, connection));

    public void Tell(BackendEvent happened)
    {
    }

    public void Decide(ConnectRequest request) => request.Admit();

    public void Refresh(RefreshRequest refresh) => _refreshes.Enqueue(refresh);

    /// <summary>Answers the oldest question to a topic, to the application and about a token; false if none waits.</summary>
    public bool AnswerOne(int choice) => AnswerTopics(choice) | AnswerCatchUp() | AnswerApplication(choice) | AnswerRefresh(choice);

    /// <summary>A topic fails: those who are subscribed to it are told.</summary>
    public void Lose(TopicName topic, IActorRef connection)
    {
        if (_topicRefs.Remove(topic, out _))
            connection.Tell(new Subscriber.TopicLost(topic, new TopicPosition("old", 3)));
    }

    private bool AnswerTopics(int choice)
    {
        if (!Topics.TryTake(out var message, out var sender))
            return false;

        switch (message)
        {
            case TopicRequest.Subscribe subscribe when choice == 0:
                subscribe.Subscriber.Tell(new Subscriber.SubscribeRefused(subscribe, ErrorCode.TooManyTopics, "planted")); break;
            case TopicRequest.Subscribe subscribe: Confirm(subscribe, catchesUp: choice == 1); break;
            case TopicsActor.Unsubscribe unsubscribe: _topicRefs.Remove(unsubscribe.Topic); break;
            case TopicRequest.Publish publish when choice == 0: Refuse(sender, publish.Request); break;
            case TopicRequest.Publish publish:
                sender.Tell(new TopicReply.Published(publish.Topic, new TopicPosition("e", 1), 0, publish.Request)); break;
            case TopicRequest.GetHistory query when choice == 0: Refuse(sender, query.Request); break;
            case TopicRequest.GetHistory query when choice == 1: sender.Tell(new TopicReply.Unknown(query.Topic, query.Request)); break;
            case TopicRequest.GetHistory query:
                sender.Tell(new TopicReply.History(query.Topic, new TopicPosition("e", 0), new LogPage([], null, 0, IsEnd: true), query.Request)); break;
            case TopicRequest.GetMembers query when choice == 0: Refuse(sender, query.Request); break;
            case TopicRequest.GetMembers query when choice == 1: sender.Tell(new TopicReply.Unknown(query.Topic, query.Request)); break;
            case TopicRequest.GetMembers query:
                sender.Tell(new TopicReply.Members(query.Topic, new PresencePage([], 0, null), query.Request)); break;
        }

        return true;
    }

    private void Confirm(TopicRequest.Subscribe subscribe, bool catchesUp)
    {
        var topicRef = new CapturingRef(system, "topic");
        _topicRefs[subscribe.Topic] = topicRef;
        subscribe.Subscriber.Tell(new Subscriber.Subscribed(
            subscribe.Topic, topicRef, new TopicPosition("e", 3), catchesUp ? new Recovery(true, null, 0) : null, subscribe));
    }

    private bool AnswerCatchUp()
    {
        foreach (var (topic, topicRef) in _topicRefs.ToArray())
        {
            if (!topicRef.TryTake(out var message, out _))
                continue;

            if (message is TopicActor.CatchUp next)
                next.Request.Subscriber.Tell(new Subscriber.Replayed(topic, topicRef, [], new LogPage([], null, 3, IsEnd: true), next.Request));
            else
                _topicRefs.Remove(topic);
            return true;
        }

        return false;
    }

    private bool AnswerApplication(int choice)
    {
        if (!_requests.TryDequeue(out var asked))
            return false;

        AuthorizationResult result = choice switch
        {
            0 => new AuthorizationResult.Refused(null),
            1 => AuthorizationResult.Unanswered.Instance,
            _ => AuthorizationResult.Allowed.Instance,
        };
        asked.Connection.Tell(new Authorized(asked.Request, result));
        return true;
    }

    private bool AnswerRefresh(int choice)
    {
        if (!_refreshes.TryDequeue(out var refresh))
            return false;

        if (choice == 0)
            refresh.Refuse("planted");
        else
            refresh.Accept(choice == 1 ? new Identity { User = "another" } : Identity.Anonymous);
        return true;
    }

    private static void Refuse(IActorRef replyTo, RequestId? request) =>
        replyTo.Tell(new TopicReply.Refused(ErrorCode.TryAgainLater, "planted", request));
}
