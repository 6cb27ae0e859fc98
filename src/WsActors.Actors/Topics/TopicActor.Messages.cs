using Akka.Actor;
using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

public sealed partial class TopicActor
{
    /// <summary>The publication has its offset and is told to every subscriber.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">Its log's epoch and the publication's offset.</param>
    /// <param name="Subscribers">Connections on this node that it was told to.</param>
    /// <param name="Request">As it was asked.</param>
    public sealed record Published(TopicName Topic, TopicPosition Position, int Subscribers, RequestId? Request = null);

    public sealed record Unsubscribe(IActorRef Who);

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

    /// <summary>Say <see cref="TopicsActor.Unneeded"/> if nobody has needed you for a while.</summary>
    public sealed record CheckNeed
    {
        public static readonly CheckNeed Instance = new();
    }
}
