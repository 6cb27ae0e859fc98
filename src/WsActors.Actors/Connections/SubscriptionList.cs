using Akka.Actor;
using WsActors.Protocol.Push;

namespace WsActors.Actors.Connections;

/// <summary>One topic that a connection listens to, or has asked to.</summary>
/// <param name="Topic">The topic's own instance of its name once the subscription stands.</param>
/// <param name="Home">The topic actor; null until it has answered.</param>
internal readonly record struct Subscription(TopicName Topic, IActorRef? Home);

/// <summary>
/// The topics of one connection: most have one or a few, so an array of just that size serves; it costs an idle
/// connection with one subscription 40 bytes.
/// </summary>
internal struct SubscriptionList
{
    private Subscription[]? _items;

    public readonly int Count => _items?.Length ?? 0;

    public readonly ReadOnlySpan<Subscription> Items => _items;

    public readonly bool Contains(TopicName topic) => IndexOf(topic) >= 0;

    public readonly TopicName? Only => Count == 1 ? _items![0].Topic : null;

    /// <summary>Whether a publication told by this topic is for the client: the subscription stands.</summary>
    public readonly bool Stands(TopicName topic)
    {
        foreach (var item in Items)
        {
            // The topic's own instance is kept, so that this needs no string comparison.
            if (ReferenceEquals(item.Topic, topic))
                return item.Home is not null;
        }

        return false;
    }

    /// <summary>Notes that the topic was asked for.</summary>
    public void AddPending(TopicName topic) => _items = [.. Items, new Subscription(topic, null)];

    /// <summary>The topic answered; false if the client has left it meanwhile.</summary>
    public readonly bool TryConfirm(TopicName topic, IActorRef home)
    {
        var index = IndexOf(topic);
        if (index < 0)
            return false;

        _items![index] = new Subscription(topic, home);
        return true;
    }

    /// <summary>Takes a topic out; false if it was not there.</summary>
    public bool Remove(TopicName topic, out Subscription removed)
    {
        var index = IndexOf(topic);
        removed = index < 0 ? default : _items![index];
        if (index < 0)
            return false;

        _items = Count == 1 ? null : [.. Items[..index], .. Items[(index + 1)..]];
        return true;
    }

    public void Clear() => _items = null;

    private readonly int IndexOf(TopicName topic)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_items![i].Topic == topic)
                return i;
        }

        return -1;
    }
}
