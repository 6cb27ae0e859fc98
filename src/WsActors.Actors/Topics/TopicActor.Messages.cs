using Akka.Actor;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

public sealed partial class TopicActor
{
    /// <summary>The publication has its offset and is told to every subscriber.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">Its log's epoch and the publication's offset.</param>
    /// <param name="Subscribers">Connections on this node that it was told to.</param>
    /// <param name="Request">As it was asked.</param>
    public sealed record Published(TopicName Topic, TopicPosition Position, int Subscribers, RequestId? Request = null)
    {
        /// <summary>Whether its idempotency key was known: this is the answer of the first time, and nobody was told again.</summary>
        public bool IsRepeated { get; init; }
    }

    public sealed record Unsubscribe(IActorRef Who);

    /// <summary>The next page of what a returning subscriber missed. Answered by <see cref="Subscriber.Replayed"/>.</summary>
    /// <param name="Request">The subscription that is catching up.</param>
    /// <param name="After">The last offset that it has.</param>
    public sealed record CatchUp(TopicsActor.Subscribe Request, long After);

    /// <summary>What was asked of the topic's history.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">Where its log stands.</param>
    /// <param name="Page">The messages.</param>
    /// <param name="Request">As it was asked.</param>
    public sealed record History(TopicName Topic, TopicPosition Position, LogPage Page, RequestId? Request = null)
    {
        /// <summary>True if nothing is missing behind the asked position; null where none was asked.</summary>
        public bool? Recovered { get; init; }
    }

    /// <summary>The topic's history is empty now.</summary>
    public sealed record HistoryCleared(TopicName Topic, TopicPosition Position);

    /// <summary>A page of those who are there.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Page">The members.</param>
    /// <param name="Request">As it was asked.</param>
    public sealed record Members(TopicName Topic, PresencePage Page, RequestId? Request = null);

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

    /// <summary>The actors that are subscribed now. Answered by <see cref="Subscribers"/>.</summary>
    public sealed record GetSubscribers
    {
        public static readonly GetSubscribers Instance = new();
    }

    public sealed record Subscribers(IReadOnlyList<IActorRef> Actors);

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
