using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients;

/// <summary>The stable codes of errors, the same on the wire and in the admin API's problem details.</summary>
public static class ErrorCode
{
    /// <summary>The message is not one JSON object, or a field has the wrong type or is missing.</summary>
    public const string MalformedCommand = "malformed_command";

    /// <summary>The <c>type</c> is none that this server knows.</summary>
    public const string UnknownCommand = "unknown_command";

    /// <summary>The topic name breaks a rule of <see cref="TopicName"/>.</summary>
    public const string InvalidTopic = "invalid_topic";

    /// <summary>No topic of that name exists, and none is made for the asking (the server's own "$" names).</summary>
    public const string UnknownTopic = "unknown_topic";

    /// <summary>The client has sent its credentials already.</summary>
    public const string AlreadyConnected = "already_connected";

    public const string AlreadySubscribed = "already_subscribed";
    public const string NotSubscribed = "not_subscribed";

    /// <summary>The topic was unsubscribed before it had confirmed the subscription.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The topic's rule does not let this client subscribe.</summary>
    public const string SubscribeForbidden = "subscribe_forbidden";

    /// <summary>The topic's rule does not let this client publish.</summary>
    public const string PublishForbidden = "publish_forbidden";

    /// <summary>The connection has as many subscriptions as it may have.</summary>
    public const string TooManySubscriptions = "too_many_subscriptions";

    /// <summary>The node has as many topics as it may have.</summary>
    public const string TooManyTopics = "too_many_topics";

    /// <summary>The topic's rule does not have it known who is there.</summary>
    public const string NoPresence = "no_presence";

    /// <summary>Something else was published under the same idempotency key a while ago: nothing was published.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>The application could not be asked, or too much waits for its answer.</summary>
    public const string TryAgainLater = "try_again_later";

    /// <summary>The token of a refresh is not taken; the old one counts until it ends.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The topic's history is kept on a disk that has no room, or no more than it may: nothing was published.</summary>
    public const string StorageFull = "storage_full";

    /// <summary>The topic's history is kept on a disk that does not work, or is too slow for what is published: nothing was published.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>The server failed while it handled the request: a fault of its own, which is logged.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The client sends more commands than it may: slower.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The batch holds more messages than one may: nothing was published.</summary>
    public const string BatchTooLarge = "batch_too_large";

    /// <summary>The connection is no WebSocket, so it cannot be tapped.</summary>
    public const string NoFrames = "no_frames";

    /// <summary>No connection of that id is on this node.</summary>
    public const string UnknownConnection = "unknown_connection";
}
