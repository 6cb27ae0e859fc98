using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Clients;

/// <summary>An event that the server sends to a client, in any protocol.</summary>
public abstract record ServerEvent
{
    private ServerEvent()
    {
    }

    /// <param name="Connection">The connection's id, as the admin API shows it.</param>
    /// <param name="User">The client's user; null while it is anonymous.</param>
    /// <param name="KeepAlive">The silence after which the server pings.</param>
    /// <param name="Limits">The limits on what the client may send.</param>
    public sealed record Welcome(string Connection, string? User, TimeSpan KeepAlive, ClientLimits Limits) : ServerEvent
    {
        /// <summary>The id of the <see cref="ClientCommand.Connect"/> that this answers; null where credentials came with the handshake.</summary>
        public RequestId? Id { get; init; }

        /// <summary>True if the client has shown an API key.</summary>
        public bool IsBackEnd { get; init; }
    }

    /// <param name="Id">The request's id; null where the server subscribed the client.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">
    /// The client's own position, to be stored: the next message or gap begins with the following offset. Where the client
    /// asked for what it missed, that begins here; otherwise it is the end of the log.
    /// </param>
    /// <param name="Recovered">True if everything since the requested position is delivered; null if none was requested.</param>
    public sealed record Subscribed(RequestId? Id, TopicName Topic, TopicPosition Position, bool? Recovered) : ServerEvent
    {
        /// <summary>The offset of the log's last message, from 0: up to there it was missed. Null where no position was asked.</summary>
        public long? Head { get; init; }

        /// <summary>True if messages bear their offsets, so that a client can return to the position.</summary>
        public bool KeepsHistory { get; init; }
    }

    /// <param name="Id">The request's id; null where the server took the subscription away.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Reason">The reason for which the server ended it; null if the client did.</param>
    public sealed record Unsubscribed(RequestId? Id, TopicName Topic, string? Reason) : ServerEvent;

    /// <param name="Id">The request's id.</param>
    /// <param name="Result">The publication's place in its topic.</param>
    public sealed record Published(RequestId? Id, PublicationResult Result) : ServerEvent
    {
        public Published(RequestId? id, long offset)
            : this(id, new PublicationResult(offset))
        {
        }
    }

    /// <param name="Id">The batch's id.</param>
    /// <param name="Results">One for each of its messages, in their order.</param>
    public sealed record PublishedBatch(RequestId? Id, IReadOnlyList<PublicationResult> Results) : ServerEvent;

    /// <param name="Topic">The topic.</param>
    /// <param name="Publication">The publication.</param>
    /// <param name="Position">Its place in the topic's log; null where that keeps no history.</param>
    public sealed record Message(TopicName Topic, Publication Publication, TopicPosition? Position) : ServerEvent;

    /// <summary>Messages that this client will not get: offsets From to To, both included.</summary>
    public sealed record Gap(TopicName Topic, MissedRange Missed) : ServerEvent
    {
        /// <summary>The client's position behind the gap; null where the next message names it, or the topic keeps no history.</summary>
        public TopicPosition? Reached { get; init; }
    }

    /// <param name="Id">The request's id.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Position">
    /// The position of its log; there is more if the last message's offset is lower. Null if it keeps no history.
    /// </param>
    /// <param name="Page">The request.</param>
    public sealed record History(RequestId? Id, TopicName Topic, TopicPosition? Position, LogPage Page) : ServerEvent
    {
        /// <summary>True if nothing is missing behind the asked position; null where none was asked.</summary>
        public bool? Recovered { get; init; }
    }

    /// <summary>The member is there from now on.</summary>
    public sealed record Joined(TopicName Topic, PresenceMember Member) : ServerEvent;

    /// <summary>The member is gone, and did not come back within the grace.</summary>
    public sealed record Left(TopicName Topic, PresenceMember Member) : ServerEvent;

    /// <param name="Id">The request's id; null where nobody asked.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Total">The number of members.</param>
    /// <param name="Members">The asked page, or all of them where nobody asked; null where only their number is told.</param>
    /// <param name="Next">The cursor of the next page; null where this one is the last.</param>
    public sealed record Presence(
        RequestId? Id, TopicName Topic, int Total, IReadOnlyList<PresenceMember>? Members, long? Next) : ServerEvent;

    /// <param name="Id">The request's id, where it could be read.</param>
    /// <param name="Code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="Text">The fault, and what is allowed.</param>
    public sealed record Error(RequestId? Id, string Code, string Text) : ServerEvent;

    public sealed record Pong(RequestId? Id) : ServerEvent;

    /// <param name="Id">The request's id.</param>
    /// <param name="ExpiresAt">The time at which the new token expires; null for never.</param>
    public sealed record Refreshed(RequestId? Id, DateTimeOffset? ExpiresAt) : ServerEvent;

    /// <summary>The client's token ends then, and with it the connection, unless a new one comes.</summary>
    public sealed record RefreshNeeded(DateTimeOffset ExpiresAt) : ServerEvent;

    /// <summary>Nothing happened, and the connection stands: for clients that asked for it, where a ping frame is invisible.</summary>
    public sealed record KeptAlive : ServerEvent
    {
        public static readonly KeptAlive Instance = new();
    }

    /// <summary>The server ends the connection, where no close frame can say so.</summary>
    public sealed record Ended(CloseCode Code, string Reason) : ServerEvent;

    /// <param name="Reason">The reason for which the server is about to close.</param>
    /// <param name="ReconnectAfter">The time that the client is asked to wait before it returns.</param>
    public sealed record Goodbye(string Reason, TimeSpan ReconnectAfter) : ServerEvent;
}
