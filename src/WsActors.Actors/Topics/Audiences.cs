using Akka.Actor;
using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>All subscribers of a topic, by the protocol that they speak: there are few protocols, so a list serves.</summary>
internal sealed class Audiences
{
    private readonly List<Audience> _audiences = [];

    public int Count => _audiences.Sum(audience => audience.Count);

    public bool Add(IActorRef subscriber, IClientProtocol protocol) => Of(protocol).Add(subscriber);

    public bool Remove(IActorRef subscriber) => _audiences.Exists(audience => audience.Remove(subscriber));

    public IActorRef[] All() => [.. _audiences.SelectMany(audience => audience.Subscribers)];

    /// <summary>Kept messages as the frames of one protocol.</summary>
    public IReadOnlyList<byte[]> Replay(
        TopicName topic, string epoch, IReadOnlyList<LoggedMessage> messages, IClientProtocol protocol) =>
        Of(protocol).Replays.Of(topic, epoch, messages);

    /// <summary>Forgets the frames of kept messages; who returns later has them encoded anew.</summary>
    public void ForgetReplays() => _audiences.ForEach(audience => audience.Replays.Forget());

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
