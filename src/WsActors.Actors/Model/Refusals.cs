using WsActors.Protocol.Topics;

namespace WsActors.Actors.Model;

/// <summary>The sentences of a refused subscription or publication: what is wrong, and what to do.</summary>
internal static class Refusals
{
    public static string Reserved(TopicName topic) =>
        $"topic {topic} is the server's own: publish to a name that does not begin with \"$\"";

    public static string UnknownReserved(TopicName topic) =>
        $"there is no topic {topic}: names that begin with \"$\" are the server's own";

    public static string UnknownTopic(TopicName topic) =>
        $"there is no topic {topic} on this node: nobody subscribes or publishes to it";

    public static string TooManyTopics(int limit) =>
        $"this node has {limit} topics, as many as it may: use fewer names, or raise WsActors:Topics:MaxTopics";

    public static string SubscribeForbidden(TopicName topic) => SubscribeForbidden(topic, "no client");

    public static string ForOperators(TopicName topic) =>
        $"topic {topic} is for operators and back ends, whatever the rules say: connect with an API key, see WsActors:Push:AcceptApiKeys";

    /// <param name="topic">The topic.</param>
    /// <param name="who">The subject of the sentence, as in "no client".</param>
    public static string SubscribeForbidden(TopicName topic, string who) =>
        $"the rule of topic {topic} lets {Only(who)} subscribe: see WsActors:Topics:Rules";

    /// <param name="topic">The topic.</param>
    /// <param name="who">The subject of the sentence, as in "no client".</param>
    public static string PublishForbidden(TopicName topic, string who) =>
        $"the rule of topic {topic} lets {Only(who)} publish: publish through the admin API, or see WsActors:Topics:Rules";

    private static string Only(string who) => who == "no client" ? who : $"only {who}";

    public static string NoPresence(TopicName topic) =>
        $"the rule of topic {topic} does not have it known who is there: see Presence in WsActors:Topics:Rules";

    public static string SubscribeFirst(TopicName topic) =>
        $"the application decides who may listen to topic {topic}: subscribe first, and ask when that is granted";

    public static string NotInBatch(TopicName topic) =>
        $"the application decides about each publication to topic {topic}: publish it by itself, not in a batch";

    public const string ForBackEnds =
        "\"idempotencyKey\" and \"except\" are for back ends: connect with an API key, see WsActors:Push:AcceptApiKeys";

    public const string ExceptAndEcho = "\"except\" and \"echo\": false name two connections: only one can be excluded";

    public static string ByApplication(TopicName topic, string? reason) =>
        reason ?? $"the application does not allow this for topic {topic}";

    /// <param name="offset">The offset of what was published under the key before.</param>
    public static string KeyReused(long offset) =>
        $"something else was published under this idempotency key, at offset {offset}: repeat a request unchanged, and use a new key for a new publication";

    public static string Undecided(TopicName topic) =>
        $"the application could not be asked about topic {topic}: try again later";

    public static string TooManyUndecided(int limit) =>
        $"{limit} publications of this connection wait for the application's word, as many as may: try again later";

    public static string AlreadySubscribed(TopicName topic) => $"this connection is already subscribed to {topic}";

    public static string NotSubscribed(TopicName topic) => $"this connection is not subscribed to {topic}";

    public static string Cancelled(TopicName topic) =>
        $"topic {topic} was unsubscribed before it had confirmed the subscription: subscribe again if it is wanted";

    public const string ConnectionEnded =
        "the connection ended before the topic had confirmed the subscription: the client subscribes when it connects again";

    public static string Failed(TopicName topic) =>
        $"topic {topic} failed while it handled this: a fault of the server, which is logged; try again";

    public static string TooManySubscriptions(int limit) =>
        $"this connection has {limit} subscriptions, as many as it may: unsubscribe first, or raise WsActors:Push:MaxSubscriptions";

    public static string NoHome(TopicName topic) =>
        $"no node of the cluster can take this for topic {topic} at present, because the topics that it belongs to are being moved: try again in a few seconds";

    /// <param name="limit">The number of requests that may wait.</param>
    public static string TooManyWaitForHome(int limit) =>
        $"{limit} requests or 16 MiB wait for the topic's home in the cluster, as many as may: try again later";

    public static string NoMajority(TopicName topic) =>
        $"the node with topic {topic} cannot reach a majority of the cluster, or its replicas are behind: try again in a few seconds";
}
