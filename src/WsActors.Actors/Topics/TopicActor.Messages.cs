using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics;

public sealed partial class TopicActor
{
    public sealed record Unsubscribe(IActorRef Subscriber);

    /// <summary>The next page of what a returning subscriber missed. Answered by <see cref="Subscriber.Replayed"/>.</summary>
    /// <param name="Request">The subscription that is catching up.</param>
    /// <param name="After">The last offset that it has.</param>
    public sealed record CatchUp(TopicRequest.Subscribe Request, long After);

    /// <summary>Tell your subscribers who came and who left.</summary>
    public sealed record TellPresence
    {
        public static readonly TellPresence Instance = new();
    }

    /// <summary>Answered by <see cref="TopicSnapshot"/>.</summary>
    public sealed record GetSnapshot
    {
        public static readonly GetSnapshot Instance = new();
    }

    /// <summary>The actors that are subscribed now. Answered by <see cref="TopicReply.Subscribers"/>.</summary>
    public sealed record GetSubscribers
    {
        public static readonly GetSubscribers Instance = new();
    }

    private sealed record CheckEmptied
    {
        public static readonly CheckEmptied Instance = new();
    }

    /// <summary>Say <see cref="TopicsActor.Unneeded"/> if you hold nothing but your name.</summary>
    public sealed record CheckVacancy
    {
        public static readonly CheckVacancy Instance = new();
    }

    /// <summary>Say <see cref="TopicsActor.Unneeded"/> if nobody has needed you for a while.</summary>
    public sealed record CheckNeed
    {
        public static readonly CheckNeed Instance = new();
    }
}
