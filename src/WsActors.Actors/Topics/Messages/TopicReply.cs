using Akka.Actor;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Messages;

/// <summary>Answers to a <see cref="TopicRequest"/>.</summary>
public static class TopicReply
{
    /// <summary>The publication has its offset and is told to every subscriber.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">Its log's epoch and the publication's offset.</param>
    /// <param name="Subscribers">Connections on this node that it was told to.</param>
    /// <param name="Request">The request's id.</param>
    public sealed record Published(TopicName Topic, TopicPosition Position, int Subscribers, RequestId? Request = null) : IWireMessage
    {
        /// <summary>True if its idempotency key was known: the answer repeats the first one, and nothing was published again.</summary>
        public bool IsRepeated { get; init; }
    }

    /// <summary>The request was refused.</summary>
    /// <param name="Code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="Message">The fault, and what is allowed.</param>
    /// <param name="Request">The request's id.</param>
    public sealed record Refused(string Code, string Message, RequestId? Request = null) : IWireMessage;

    /// <summary>No topic of that name is on this node.</summary>
    public sealed record Unknown(TopicName Topic, RequestId? Request = null) : IWireMessage;

    /// <summary>A page of the topic's history.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">The position of its log.</param>
    /// <param name="Page">The messages.</param>
    /// <param name="Request">The request's id.</param>
    public sealed record History(TopicName Topic, TopicPosition Position, LogPage Page, RequestId? Request = null)
    {
        /// <summary>True if nothing is missing behind the requested position; null if there was none.</summary>
        public bool? Recovered { get; init; }

        /// <summary>The answer to a query.</summary>
        /// <param name="query">The query.</param>
        /// <param name="log">The topic's log.</param>
        /// <param name="page">The page behind <see cref="TopicLog.StartOf"/>.</param>
        internal static History Of(TopicRequest.GetHistory query, TopicLog log, LogPage page)
        {
            var whole = query.Since is null ? page : page.Behind(log.Recover(query.Since).Missed);
            return new History(query.Topic, log.Position, whole, query.Request) { Recovered = query.Since is null ? null : whole.Missed is null };
        }
    }

    /// <summary>The topic's history is empty now.</summary>
    public sealed record HistoryCleared(TopicName Topic, TopicPosition Position) : IWireMessage;

    /// <summary>A page of a topic's members.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Page">The members.</param>
    /// <param name="Request">The request's id.</param>
    public sealed record Members(TopicName Topic, PresencePage Page, RequestId? Request = null) : IWireMessage;

    /// <summary>The actors that are subscribed.</summary>
    public sealed record Subscribers(IReadOnlyList<IActorRef> Actors);
}
