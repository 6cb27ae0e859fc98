using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Following;

/// <summary>
/// The requests of this node to a bucket's home. They wait while the bucket has no home, are sent again when it has a new one, which recognises those that
/// the last one has carried out, and are refused at their deadline. Bounded in number and bytes.
/// </summary>
internal sealed class PendingRequests(BucketContext context)
{
    private const int MaxRequests = 20_000;
    private const int MaxBytes = 16 * 1024 * 1024;

    // A node without a majority has to refuse within five seconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    // A message to a home that is there can be lost only with the connection between the nodes.
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(1.5);

    // In the order of their numbers, which is that of their deadlines.
    private readonly LinkedList<PendingRequest> _inOrder = new();
    private readonly Dictionary<long, LinkedListNode<PendingRequest>> _byNumber = [];
    private readonly List<PendingRequest> _unsent = [];
    private long _lastNumber = context.FirstNumber;
    private long _bytes;

    public bool IsEmpty => _inOrder.Count == 0;

    /// <summary>Adds a request, or refuses it if too many wait.</summary>
    public void Add(TopicRequest request, IActorRef replyTo)
    {
        if (request is TopicRequest.PublishMany many)
        {
            foreach (var publish in many.Publications)
                Add(publish, replyTo);
        }
        else if (_inOrder.Count >= MaxRequests || _bytes >= MaxBytes)
        {
            TopicRefusal.Answer(request, replyTo, ErrorCode.TryAgainLater, Refusals.TooManyWaitForHome(MaxRequests));
        }
        else
        {
            var pending = new PendingRequest(++_lastNumber, request, replyTo, context.Now + Timeout);
            _byNumber.Add(pending.Number, _inOrder.AddLast(pending));
            _bytes += pending.Bytes;
            _unsent.Add(pending);
        }
    }

    /// <summary>Sends what was added, or has to be sent again. To be called at the end of a turn.</summary>
    /// <param name="home">The node with the home; null if it is not known.</param>
    public void Flush(ReplicaId? home)
    {
        if (home is not { } to || _unsent.Count == 0)
            return;

        var (next, bytes) = (new List<NumberedRequest>(), 0);
        foreach (var request in _unsent.Where(request => _byNumber.ContainsKey(request.Number)))
        {
            request.SentAt = context.Now;
            next.Add(new NumberedRequest(request.Number, request.Request));
            bytes += request.Bytes;
            if (bytes < context.Environment.Limits.MessageBytes)
                continue;

            Send(to, next);
            (next, bytes) = ([], 0);
        }

        _unsent.Clear();
        if (next.Count > 0)
            Send(to, next);
    }

    /// <summary>The bucket has a new home: everything is sent again that is not answered until then.</summary>
    public void SendAgain()
    {
        _unsent.Clear();
        _unsent.AddRange(_inOrder);
    }

    /// <summary>Takes the home's answers.</summary>
    public void Answer(IReadOnlyList<NumberedReply> replies)
    {
        foreach (var reply in replies)
        {
            if (Remove(reply.Number) is { } request)
                Answer(request, reply.Reply);
        }
    }

    /// <summary>Refuses what has waited too long, and sends again what may have been lost.</summary>
    public void Tick()
    {
        while (_inOrder.First is { } oldest && oldest.Value.Deadline <= context.Now)
        {
            Remove(oldest.Value.Number);
            context.Environment.Telemetry.Unanswered();
            TopicRefusal.Answer(oldest.Value.Request, oldest.Value.ReplyTo, ErrorCode.TryAgainLater, Refusals.NoHome(oldest.Value.Request.Topic));
        }

        if (_inOrder.First?.Value.SentAt is { } sentAt && context.Now - sentAt >= ResendAfter)
            SendAgain();
    }

    private void Send(ReplicaId home, IReadOnlyList<NumberedRequest> requests) =>
        context.Send(home, new BucketBody.Requests(_inOrder.First!.Value.Number, requests));

    private PendingRequest? Remove(long number)
    {
        if (!_byNumber.Remove(number, out var node))
            return null;

        _inOrder.Remove(node);
        _bytes -= node.Value.Bytes;
        return node.Value;
    }

    private void Answer(PendingRequest pending, IWireMessage reply) => pending.ReplyTo.Tell(
        (pending.Request, reply) switch
        {
            (TopicRequest.Publish publish, TopicReply.Published published) => Accepted(publish, published),
            (TopicRequest.GetHistory query, HistoryPage page) => page.ToReply(query, context.Now),
            (TopicRequest.GetSnapshot, TopicDescription topic) => Describe(topic),
            (_, TopicReply.Refused refused) => refused with { Request = IdOf(pending.Request) },
            (_, TopicReply.Unknown unknown) => unknown with { Request = IdOf(pending.Request) },
            (_, TopicReply.Members members) => members with { Request = IdOf(pending.Request) },
            _ => reply,
        },
        context.Actor);

    private TopicReply.Published Accepted(TopicRequest.Publish publish, TopicReply.Published published)
    {
        if (published.IsRepeated)
            context.Environment.Topics.Telemetry.Publications.Repeated();
        else
            context.Environment.Topics.Telemetry.Publications.Accepted(publish.Source, deliveries: 0);
        return published with { Request = publish.Request };
    }

    private TopicSnapshot Describe(TopicDescription topic) =>
        new(topic.Topic, topic.Position, topic.Subscribers, context.Environment.Rules.For(topic.Topic))
        {
            HistoryMessages = topic.HistoryMessages,
            HistoryBytes = topic.HistoryBytes,
        };

    private static RequestId? IdOf(TopicRequest request) => request switch
    {
        TopicRequest.Publish publish => publish.Request,
        TopicRequest.GetHistory query => query.Request,
        TopicRequest.GetMembers query => query.Request,
        _ => null,
    };
}
