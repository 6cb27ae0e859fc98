using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Explain;

/// <summary>Finds out how far a message gets on one connection.</summary>
internal static class ConnectionFindings
{
    /// <summary>Returns the finding about one of the user's open connections.</summary>
    public static Finding Of(ConnectionSnapshot connection, ExplainFacts facts)
    {
        if (facts.Except == connection.Id.ToString())
            return Made(FindingCode.Excepted, connection, $"the publisher excluded it from message {facts.Offset}");

        var position = connection.Detail?.Positions.FirstOrDefault(position => position.Topic == facts.Topic);
        return position switch
        {
            null when connection.Detail is { Access: SubscribeAccess.Denied } detail => NotAllowed(connection, detail, facts),
            null => NotSubscribed(connection, facts),
            { State: SubscriptionState.Requested } => Made(
                FindingCode.SubscriptionPending, connection, $"its subscription to {facts.Topic} waits for {AwaitedBy(facts)}"),
            { State: SubscriptionState.CatchingUp } => CatchingUp(connection, position, facts),
            _ => Live(connection, facts),
        };
    }

    private static Finding NotAllowed(ConnectionSnapshot connection, ConnectionDetail detail, ExplainFacts facts) => Made(
        FindingCode.NotAllowed,
        connection,
        $"it is not subscribed to {facts.Topic} and may not subscribe: {detail.Denial}",
        ("rule", facts.Rule.Match),
        ("subscribe", facts.Rule.Subscribe.ToString()),
        ("claim", facts.Rule.SubscribeClaim));

    private static Finding NotSubscribed(ConnectionSnapshot connection, ExplainFacts facts)
    {
        var nearest = NearestName.Of(facts.Topic, connection.Subscriptions);
        var sentence = connection.Subscriptions.Count == 0
            ? "it is subscribed to nothing"
            : $"it is not subscribed to {facts.Topic}, but to {Listed(connection.Subscriptions)}";
        return Made(
            FindingCode.NotSubscribed,
            connection,
            nearest is null ? sentence : $"{sentence}; {nearest} is spelt almost the same",
            ("subscriptions", connection.Subscriptions),
            ("nearest", nearest));
    }

    private static Finding CatchingUp(ConnectionSnapshot connection, SubscriptionPosition position, ExplainFacts facts) => Made(
        FindingCode.CatchingUp,
        connection,
        $"it fetches what it has missed of {facts.Topic}: it has reached offset {position.Reached} of {facts.Position?.Offset}",
        ("reached", position.Reached),
        ("head", facts.Position?.Offset));

    private static Finding Live(ConnectionSnapshot connection, ExplainFacts facts)
    {
        if (connection.QueuedBytes == 0)
        {
            return Made(
                FindingCode.Written,
                connection,
                $"it is subscribed to {facts.Topic}, nothing waits to be sent, and it is up to date with offset {facts.Position?.Offset}",
                ("head", facts.Position?.Offset),
                ("epoch", facts.Position?.Epoch));
        }

        var since = connection.Detail?.SendWaitsSince;
        var stalled = since is { } at ? $", and the client has taken nothing for {TombstoneText.Seconds(facts.Now - at)}" : string.Empty;
        return Made(
            FindingCode.Waiting,
            connection,
            $"it is subscribed to {facts.Topic}, but {connection.QueuedFrames} frames with {connection.QueuedBytes} bytes wait for the client to read{stalled}",
            ("queuedFrames", connection.QueuedFrames),
            ("queuedBytes", connection.QueuedBytes),
            ("waitsSince", since));
    }

    private static string AwaitedBy(ExplainFacts facts) =>
        facts.Rule.Subscribe == Permission.Webhook ? "the answer of the application's webhook" : "the answer of the topic";

    private static string Listed(IReadOnlyList<string> topics) => topics.Count <= 5
        ? string.Join(", ", topics)
        : $"{string.Join(", ", topics.Take(5))} and {topics.Count - 5} more";

    private static Finding Made(string code, ConnectionSnapshot connection, string text, params (string Name, object? Value)[] evidence)
    {
        var node = connection.Detail?.Node;
        var values = new Dictionary<string, object?>
        {
            ["connection"] = connection.Id.ToString(),
            ["node"] = node,
            ["remoteAddress"] = connection.RemoteEndPoint?.ToString(),
            ["connectedAt"] = connection.ConnectedAt,
        };
        foreach (var (name, value) in evidence)
            values[name] = value;
        return new Finding(code, $"Connection {connection.Id}{(node is null ? string.Empty : $" on node {node}")}: {text}.", values);
    }
}
