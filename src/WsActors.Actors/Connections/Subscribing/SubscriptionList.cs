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
/// The topics of one connection: most have one or a few, so an array of just that size serves; it costs an idle
/// connection with one subscription 48 bytes. A long array doubles: a thousand subscriptions would copy 12 MB otherwise.
/// </summary>
internal struct SubscriptionList
{
    /// <summary>The longest array that is always of just the size that is needed.</summary>
    private const int ExactLength = 8;

    private Subscription[]? _items;
    private int _count;

    public readonly int Count => _count;

    public readonly ReadOnlySpan<Subscription> Items => _items.AsSpan(0, _count);

    public readonly bool Contains(TopicName topic) => IndexOf(topic) >= 0;

    /// <summary>True if the topic has confirmed the subscription.</summary>
    public readonly bool IsEstablished(TopicName topic) => IndexOf(topic) is >= 0 and var index && _items![index] is { TopicRef: not null, IsUndecided: false };

    /// <summary>True if a request for the topic waits for its answer.</summary>
    public readonly bool IsUnanswered(TopicName topic) => IndexOf(topic) is >= 0 and var index && _items![index].IsUnanswered;

    /// <summary>True if this request waits for its answer; false if it was cancelled.</summary>
    public readonly bool IsUnanswered(TopicRequest.Subscribe request) => IndexOf(request) is >= 0 and var index && _items![index].IsUnanswered;

    public readonly TopicName? Only => Count == 1 ? _items![0].Topic : null;

    /// <summary>True if the subscription is live, so that the topic's publications are delivered to the client.</summary>
    public readonly bool IsLive(TopicName topic)
    {
        foreach (var item in Items)
        {
            // The topic's own instance is kept, so that this needs no string comparison.
            if (ReferenceEquals(item.Topic, topic))
                return item.Request is null;
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
    public readonly bool TryDecide(TopicRequest.Subscribe request)
    {
        var index = IndexOf(request);
        if (index < 0 || !_items![index].IsUndecided)
            return false;

        _items[index] = _items[index] with { TopicRef = null };
        return true;
    }

    /// <summary>True if this is the request whose subscription is on its way.</summary>
    public readonly bool Awaits(TopicRequest.Subscribe request) => IndexOf(request) >= 0;

    /// <summary>The topic has answered the request; false if the client does not want it any more.</summary>
    public readonly bool TryAnswer(TopicRequest.Subscribe request, TopicName topic, IActorRef topicRef)
    {
        var index = IndexOf(request);
        if (index >= 0)
            _items![index] = new Subscription(topic, topicRef, request);
        return index >= 0;
    }

    /// <summary>Marks the subscription as live: the missed messages have been sent, and publications are delivered from now on.</summary>
    public readonly void BecomeLive(TopicRequest.Subscribe request)
    {
        ref var item = ref _items![IndexOf(request)];
        item = item with { Request = null };
    }

    /// <summary>Takes a topic out; false if it was not there.</summary>
    public bool Remove(TopicName topic, out Subscription removed)
    {
        var index = IndexOf(topic);
        removed = index < 0 ? default : _items![index];
        if (index < 0)
            return false;

        Items[(index + 1)..].CopyTo(_items.AsSpan(index));
        _items![--_count] = default;
        var length = LengthFor(_count, _items.Length);
        if (length == 0)
            _items = null;
        else if (length != _items.Length)
            Array.Resize(ref _items, length);
        return true;
    }

    public void Clear() => (_items, _count) = (null, 0);

    private void Add(Subscription subscription)
    {
        var length = LengthFor(_count + 1, _items?.Length ?? 0);
        if (length != _items?.Length)
            Array.Resize(ref _items, length);
        _items![_count++] = subscription;
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
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(_items![i].Topic.Value, topic.Value, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private readonly int IndexOf(TopicRequest.Subscribe request)
    {
        for (var i = 0; i < Count; i++)
        {
            if (ReferenceEquals(_items![i].Request, request))
                return i;
        }

        return -1;
    }
}
