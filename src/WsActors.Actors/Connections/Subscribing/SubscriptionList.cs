using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>One topic that a connection listens to, or has asked to.</summary>
/// <param name="Topic">The topic's own instance of its name once it has answered.</param>
/// <param name="TopicRef">The topic actor; null until it has answered, nobody until the application has let the client ask for it.</param>
/// <param name="Request">The request, until the subscription is live: an answer to any other request is out of date.</param>
internal readonly record struct Subscription(TopicName Topic, IActorRef? TopicRef, TopicRequest.Subscribe? Request)
{
    public bool IsUndecided => ReferenceEquals(TopicRef, ActorRefs.Nobody);

    /// <summary>True if the request has no answer yet, neither from the topic nor, if it is asked first, from the application.</summary>
    public bool IsUnanswered => Request is not null && (TopicRef is null || IsUndecided);
}

/// <summary>
/// The topics of one connection. Most have one, which is kept without an array: 32 bytes less, and a delivery need not look into another
/// object. A few take an array of just their number; a long one doubles, because a thousand subscriptions would copy 12 MB otherwise.
/// </summary>
internal struct SubscriptionList
{
    /// <summary>The longest array that is always of just the size that is needed.</summary>
    private const int ExactLength = 8;

    // The topic of the only subscription, whose other parts are in the fields below; or the array, if there are several.
    private object? _onlyOrAll;
    private IActorRef? _topicRef;
    private TopicRequest.Subscribe? _request;
    private int _count;

    public readonly int Count => _count;

    public readonly Subscription this[int index] =>
        _count == 1 ? new Subscription((TopicName)_onlyOrAll!, _topicRef, _request) : All[index];

    public readonly bool Contains(TopicName topic) => IndexOf(topic) >= 0;

    /// <summary>True if the topic has confirmed the subscription.</summary>
    public readonly bool IsEstablished(TopicName topic) => IndexOf(topic) is >= 0 and var index && this[index] is { TopicRef: not null, IsUndecided: false };

    /// <summary>True if a request for the topic waits for its answer.</summary>
    public readonly bool IsUnanswered(TopicName topic) => IndexOf(topic) is >= 0 and var index && this[index].IsUnanswered;

    /// <summary>True if this request waits for its answer; false if it was cancelled.</summary>
    public readonly bool IsUnanswered(TopicRequest.Subscribe request) => IndexOf(request) is >= 0 and var index && this[index].IsUnanswered;

    /// <summary>The first topics, at most so many.</summary>
    public readonly TopicName[] Topics(int most)
    {
        var topics = new TopicName[Math.Min(_count, most)];
        for (var i = 0; i < topics.Length; i++)
            topics[i] = this[i].Topic;
        return topics;
    }

    public readonly TopicName? Only => _count == 1 ? this[0].Topic : null;

    /// <summary>True if the subscription is live, so that the topic's publications are delivered to the client.</summary>
    public readonly bool IsLive(TopicName topic)
    {
        // The topic's own instance is kept, so that this needs no string comparison.
        if (_count == 1)
            return ReferenceEquals(_onlyOrAll, topic) && _request is null;

        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(All[i].Topic, topic))
                return All[i].Request is null;
        }

        return false;
    }

    /// <summary>Notes that the topic was asked for.</summary>
    public void AddPending(TopicRequest.Subscribe request) =>
        Add(new Subscription(request.Topic, null, request));

    /// <summary>Records that the application is asked about this subscription.</summary>
    public void AddUndecided(TopicRequest.Subscribe request) =>
        Add(new Subscription(request.Topic, ActorRefs.Nobody, request));

    /// <summary>Records the application's answer: the subscription is requested or given up; false if it is no longer wanted.</summary>
    public bool TryDecide(TopicRequest.Subscribe request)
    {
        var index = IndexOf(request);
        if (index < 0 || !this[index].IsUndecided)
            return false;

        Set(index, this[index] with { TopicRef = null });
        return true;
    }

    /// <summary>True if this is the request whose subscription is on its way.</summary>
    public readonly bool Awaits(TopicRequest.Subscribe request) => IndexOf(request) >= 0;

    /// <summary>The topic has answered the request; false if the client does not want it any more.</summary>
    public bool TryAnswer(TopicRequest.Subscribe request, TopicName topic, IActorRef topicRef)
    {
        var index = IndexOf(request);
        if (index >= 0)
            Set(index, new Subscription(topic, topicRef, request));
        return index >= 0;
    }

    /// <summary>Marks the subscription as live: the missed messages have been sent, and publications are delivered from now on.</summary>
    public void BecomeLive(TopicRequest.Subscribe request)
    {
        var index = IndexOf(request);
        Set(index, this[index] with { Request = null });
    }

    /// <summary>Takes a topic out; false if it was not there.</summary>
    public bool Remove(TopicName topic, out Subscription removed)
    {
        var index = IndexOf(topic);
        removed = index < 0 ? default : this[index];
        if (index < 0)
            return false;

        switch (_count)
        {
            case 1: Clear(); break;
            case 2: (_count, var left) = (1, All[1 - index]); Set(0, left); break;
            default: RemoveAt(index); break;
        }

        return true;
    }

    public void Clear() => this = default;

    private readonly Subscription[] All => (Subscription[])_onlyOrAll!;

    private void Set(int index, in Subscription subscription)
    {
        if (_count == 1)
            (_onlyOrAll, _topicRef, _request) = (subscription.Topic, subscription.TopicRef, subscription.Request);
        else
            All[index] = subscription;
    }

    private void Add(in Subscription subscription)
    {
        if (_count == 1)
            (_onlyOrAll, _topicRef, _request) = (new[] { this[0], default }, null, null);
        else if (_count > 1)
            Resize(_count + 1);
        _count++;
        Set(_count - 1, subscription);
    }

    private void RemoveAt(int index)
    {
        Array.Copy(All, index + 1, All, index, _count - index - 1);
        All[--_count] = default;
        Resize(_count);
    }

    private void Resize(int count)
    {
        var all = All;
        Array.Resize(ref all, LengthFor(count, all.Length));
        _onlyOrAll = all;
    }

    // A long array shrinks when a quarter of it is in use, so that one that comes and goes copies little.
    private static int LengthFor(int count, int length)
    {
        if (count <= ExactLength)
            return count;
        if (count > length)
            return Math.Max(count, 2 * length);

        return count <= length / 4 ? length / 2 : length;
    }

    private readonly int IndexOf(TopicName topic)
    {
        for (var i = 0; i < _count; i++)
        {
            if (string.Equals(this[i].Topic.Value, topic.Value, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private readonly int IndexOf(TopicRequest.Subscribe request)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(this[i].Request, request))
                return i;
        }

        return -1;
    }
}
