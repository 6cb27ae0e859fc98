using Akka.Actor;
using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>What topics tell those who subscribe to them.</summary>
public static class Subscriber
{
    /// <summary>A publication in the subscriber's protocol. One instance goes to all subscribers of a protocol.</summary>
    /// <param name="Topic">The topic's own instance of its name: compare by reference.</param>
    /// <param name="Frame">The finished frame; shared, never changed.</param>
    /// <param name="AcceptedAt">When the publication was accepted, on <see cref="NodeClock.Now"/>.</param>
    public sealed record Deliver(TopicName Topic, byte[] Frame, TimeSpan AcceptedAt);

    /// <summary>The subscription stands: every later publication is delivered.</summary>
    /// <param name="Topic">The topic's own instance of its name, to be kept instead of the asker's.</param>
    /// <param name="Home">The topic actor, for <see cref="TopicActor.Unsubscribe"/>.</param>
    /// <param name="Position">Where the topic's log stands.</param>
    /// <param name="Recovery">What becomes of what was missed; null where the subscriber did not ask for it.</param>
    /// <param name="Request">The request that this answers.</param>
    public sealed record Subscribed(
        TopicName Topic, IActorRef Home, TopicPosition Position, Recovery? Recovery, TopicsActor.Subscribe Request);

    /// <summary>There will be no subscription.</summary>
    public sealed record SubscribeRefused(TopicsActor.Subscribe Request, string Code, string Message);

    /// <summary>The topic's log is lost and the subscription with it: subscribe again, since <paramref name="Last"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Last">Where the lost log stood: no log has its epoch any more, so whoever names it hears of the loss.</param>
    public sealed record TopicLost(TopicName Topic, TopicPosition Last);
}
