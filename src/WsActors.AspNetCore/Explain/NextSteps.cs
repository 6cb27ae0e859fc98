namespace WsActors.AspNetCore.Explain;

/// <summary>Says what to do about a finding.</summary>
internal static class NextSteps
{
    private const string OfProxies =
        "Raise the timeout of the proxy above WsActors:Push:KeepAliveInterval, or lower that setting below the timeout.";

    /// <param name="cause">The finding that matters most.</param>
    /// <param name="findings">All findings.</param>
    /// <param name="rule">The name pattern of the rule that applies to the topic.</param>
    public static string After(Finding cause, IReadOnlyList<Finding> findings, string rule) => cause.Code switch
    {
        FindingCode.NotConnected when findings.Any(finding => finding.Code == FindingCode.ProxyTimeout) => OfProxies,
        FindingCode.NeverConnected => "Compare the user's id with the one in the client's token, and look at /api/tombstones for connections that were refused before their user was known.",
        FindingCode.NotConnected => "Look at the reason of the last connection's end. A client that should be connected does not reconnect, or cannot reach the server.",
        FindingCode.ProxyTimeout => OfProxies,
        FindingCode.NotAllowed => $"Change the rule {rule} in WsActors:Topics:Rules, or give the client a token that meets it.",
        FindingCode.NotSubscribed => "Let the client subscribe to this topic, or publish to one to which it is subscribed.",
        FindingCode.SubscriptionPending => "Look at the application's webhook, or at the nodes of the cluster, which have not answered yet.",
        FindingCode.TopicUnknown => "Compare the name of the topic in the publisher and in the client.",
        FindingCode.NothingPublished => "Compare the name of the topic in the publisher with this one; the publisher's answer names the topic and its subscribers.",
        FindingCode.OffsetUnknown => "Compare the offset and the epoch with the publisher's answer.",
        FindingCode.Dropped => "The client reads too slowly for this topic: let it do less per message, or raise DeliveryBytes of the topic's rule. The client was sent a gap with the range where its protocol has one.",
        FindingCode.InjectedFault => "Look at /api/faults of this node, which is configured for tests (WsActors:FaultInjection:Enabled): no real client should be connected to it.",
        FindingCode.SlowReaderClosed => "The client reads too slowly: let it read faster or subscribe to less, or give the topic a Delivery policy that drops. A client that returns with its position gets what the history still holds.",
        FindingCode.Waiting => "The client does not read, or its network is slow. It is closed with 4100 if it takes nothing for WsActors:Push:SendTimeout.",
        FindingCode.CatchingUp => "Wait until the client has caught up; ask again in a few seconds.",
        FindingCode.Excepted => "Publish without WsActors-Except if this client is to get the message.",
        FindingCode.Written => "Look for the fault in the client: the server has written everything to its socket that was published while the connection was subscribed.",
        _ => "Ask again when all nodes answer.",
    };
}
