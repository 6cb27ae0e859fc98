using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Explain;

/// <summary>Decides why a user did not get the messages of a topic, or one of them. Pure: facts in, findings out.</summary>
internal static class Explainer
{
    // The finding that matters most comes first: one that explains the loss on its own before one that may.
    private static readonly string[] Order =
    [
        FindingCode.NeverConnected,
        FindingCode.Excepted,
        FindingCode.InjectedFault,
        FindingCode.Dropped,
        FindingCode.SlowReaderClosed,
        FindingCode.NotConnected,
        FindingCode.NotAllowed,
        FindingCode.TopicUnknown,
        FindingCode.NotSubscribed,
        FindingCode.SubscriptionPending,
        FindingCode.NothingPublished,
        FindingCode.ProxyTimeout,
        FindingCode.CatchingUp,
        FindingCode.Waiting,
        FindingCode.OffsetUnknown,
        FindingCode.Written,
        FindingCode.NodesMissing,
    ];

    public static Explanation Explain(ExplainFacts facts)
    {
        var findings = All(facts).OrderBy(finding => Array.IndexOf(Order, finding.Code)).ToArray();
        var cause = CauseOf(findings, facts);
        return new Explanation(
            cause.Code,
            cause.Text,
            NextSteps.After(cause, findings, facts.Rule.Match),
            [cause, .. findings.Where(finding => finding != cause)]);
    }

    private static IEnumerable<Finding> All(ExplainFacts facts)
    {
        var open = facts.Connections.Where(IsOpen).ToArray();
        if (open.Length == 0)
            yield return PastFindings.NotConnected(facts);
        foreach (var connection in open)
            yield return ConnectionFindings.Of(connection, facts);
        if (open.Length == 0 && facts.Rule.Subscribe == Permission.Nobody)
            yield return NobodyMay(facts);
        foreach (var finding in TopicFindings.Of(facts).Concat(PastFindings.Of(facts)))
            yield return finding;
        if (facts.Missing.Count > 0)
            yield return NodesMissing(facts);
    }

    // A user with several connections is served if one of them is: the others may be subscribed to something else on purpose.
    private static Finding CauseOf(Finding[] findings, ExplainFacts facts)
    {
        var isServed = findings.Any(finding => finding.Code is FindingCode.Written or FindingCode.Waiting or FindingCode.CatchingUp);
        var cause = findings.FirstOrDefault(finding => !isServed || !IsOfAnotherConnection(finding)) ?? findings[0];

        // An offset that is known to exist decides nothing; it is shown with its reason.
        return cause.Code == FindingCode.OffsetUnknown && !facts.IsOffsetAhead && findings.FirstOrDefault(finding => finding.Code == FindingCode.Written) is { } written
            ? written
            : cause;
    }

    private static bool IsOfAnotherConnection(Finding finding) =>
        finding.Code is FindingCode.NotAllowed or FindingCode.NotSubscribed or FindingCode.SubscriptionPending or FindingCode.Excepted;

    private static bool IsOpen(ConnectionSnapshot connection) => connection.Phase is ConnectionPhase.Open or ConnectionPhase.Polling;

    private static Finding NobodyMay(ExplainFacts facts) => new(
        FindingCode.NotAllowed,
        $"The rule {facts.Rule.Match} lets no client subscribe to topic {facts.Topic}.",
        new Dictionary<string, object?> { ["rule"] = facts.Rule.Match, ["subscribe"] = facts.Rule.Subscribe.ToString() });

    private static Finding NodesMissing(ExplainFacts facts) => new(
        FindingCode.NodesMissing,
        $"These nodes did not answer, so that what they know is missing here: {string.Join(", ", facts.Missing)}.",
        new Dictionary<string, object?> { ["missing"] = facts.Missing });
}
