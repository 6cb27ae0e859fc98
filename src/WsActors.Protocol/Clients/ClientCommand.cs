using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>A request of a client, in any protocol.</summary>
public abstract record ClientCommand
{
    /// <summary>Messages of one <see cref="History"/> answer where the client names no limit.</summary>
    public const int DefaultHistoryLimit = 100;

    /// <summary>The largest limit that a client may name.</summary>
    public const int MaxHistoryLimit = 1000;

    /// <summary>Members of one <see cref="Presence"/> answer where the client names no limit.</summary>
    public const int DefaultPresenceLimit = 100;

    /// <summary>The largest limit that a client may name.</summary>
    public const int MaxPresenceLimit = 1000;

    /// <summary>Messages of one <see cref="PublishBatch"/>, as many as of a batch of the admin API by default.</summary>
    public const int MaxBatchMessages = 1000;

    private ClientCommand()
    {
    }

    /// <summary>The request's id, if it has one.</summary>
    public RequestId? Request => this switch
    {
        Subscribe { Id: var id } => id,
        Unsubscribe { Id: var id } => id,
        Publish { Id: var id } => id,
        PublishBatch { Id: var id } => id,
        History { Id: var id } => id,
        Presence { Id: var id } => id,
        Ping { Id: var id } => id,
        Refresh { Id: var id } => id,
        Connect { Id: var id } => id,
        Invalid { Id: var id } => id,
        _ => null,
    };

    public sealed record Subscribe(RequestId? Id, TopicName Topic, SinceRequest? Since) : ClientCommand;

    public sealed record Unsubscribe(RequestId? Id, TopicName Topic) : ClientCommand;

    /// <param name="Id">The request's id, if it has one.</param>
    /// <param name="Topic">Null where the protocol names none: the connection's only topic is meant.</param>
    /// <param name="Publication">A copy of the payload: it outlives the message.</param>
    public sealed record Publish(RequestId? Id, TopicName? Topic, Publication Publication) : ClientCommand
    {
        /// <summary>False if the connection that publishes does not get the publication.</summary>
        public bool IncludesSender { get; init; } = true;

        /// <summary>For back ends: a publication with a key that the topic remembers is answered as before and adds nothing.</summary>
        public string? IdempotencyKey { get; init; }
    }

    /// <param name="Id">The request's id, if it has one.</param>
    /// <param name="Messages">
    /// At most <see cref="MaxBatchMessages"/>, each a <see cref="Publish"/>, or an <see cref="Invalid"/> that affects only itself.
    /// </param>
    public sealed record PublishBatch(RequestId? Id, IReadOnlyList<ClientCommand> Messages) : ClientCommand;

    /// <param name="Id">The request's id.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Since">Only what follows this; null for all that is kept.</param>
    /// <param name="Limit">At most so many messages, 1 to <see cref="MaxHistoryLimit"/>.</param>
    public sealed record History(RequestId? Id, TopicName Topic, SinceRequest? Since, int Limit) : ClientCommand;

    /// <param name="Id">The request's id.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="After">The cursor of the page before; 0 for the first.</param>
    /// <param name="Limit">At most so many members, 1 to <see cref="MaxPresenceLimit"/>.</param>
    public sealed record Presence(RequestId? Id, TopicName Topic, long After, int Limit) : ClientCommand;

    /// <param name="Id">The request's id.</param>
    /// <param name="Token">Takes the place of the one that the client came with.</param>
    public sealed record Refresh(RequestId? Id, BearerToken Token) : ClientCommand;

    /// <summary>The first command of a protocol with <see cref="ProtocolTraits.CredentialsInBand"/>.</summary>
    /// <param name="Id">The request's id.</param>
    /// <param name="Token">The client's credentials; null: it has none.</param>
    public sealed record Connect(RequestId? Id, BearerToken? Token) : ClientCommand;

    public sealed record Ping(RequestId? Id) : ClientCommand;

    /// <summary>The message is to be sent back as it came.</summary>
    public sealed record Echo(MessageKind Kind) : ClientCommand;

    /// <summary>The message was no command.</summary>
    /// <param name="Id">The request's id, where it could be read.</param>
    /// <param name="Code">A stable code, as in <see cref="ErrorCode"/>.</param>
    /// <param name="Message">The fault, and what is allowed.</param>
    public sealed record Invalid(RequestId? Id, string Code, string Message) : ClientCommand;
}
