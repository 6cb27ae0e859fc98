using Akka.Actor;
using WsActors.Protocol.Push;

namespace WsActors.Actors.Topics;

/// <summary>All subscribers of a topic, by the protocol that they speak: there are few protocols, so a list serves.</summary>
internal sealed class Audiences
{
    private readonly List<Audience> _audiences = [];

    public int Count => _audiences.Sum(audience => audience.Count);

    public bool Add(IActorRef subscriber, IClientProtocol protocol) => Of(protocol).Add(subscriber);

    public bool Remove(IActorRef subscriber) => _audiences.Exists(audience => audience.Remove(subscriber));

    public IActorRef[] All() => [.. _audiences.SelectMany(audience => audience.Subscribers)];

    /// <summary>Encodes a publication once for each protocol in use and tells it to all; answers how many that were.</summary>
    public int Deliver(TopicName topic, ServerEvent.Message message, TimeSpan acceptedAt, IActorRef sender)
    {
        var told = 0;
        foreach (var audience in _audiences)
        {
            if (audience.Count == 0 || audience.Protocol.Write(message) is not { } frame)
                continue;

            audience.Tell(new Subscriber.Deliver(topic, frame, acceptedAt), sender);
            told += audience.Count;
        }

        return told;
    }

    private Audience Of(IClientProtocol protocol)
    {
        var audience = _audiences.Find(candidate => candidate.Protocol == protocol);
        if (audience is null)
            _audiences.Add(audience = new Audience(protocol));
        return audience;
    }
}
