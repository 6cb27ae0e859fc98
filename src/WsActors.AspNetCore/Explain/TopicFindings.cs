using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Explain;

/// <summary>Finds out what is wrong with the topic or the offset, whoever is subscribed.</summary>
internal static class TopicFindings
{
    public static IEnumerable<Finding> Of(ExplainFacts facts)
    {
        if (facts.Position is not { } position)
            yield return Made(FindingCode.TopicUnknown, facts, $"There is no topic {facts.Topic}: nobody is subscribed to it, and nothing is kept of it");
        else if (position.Offset == 0)
            yield return Made(FindingCode.NothingPublished, facts, $"Nothing was published to topic {facts.Topic} since its log began");
        else if (facts.IsOffsetAhead)
            yield return Offset(facts, $"Offset {facts.Offset} of topic {facts.Topic} is not assigned yet: the last message has offset {position.Offset}");
        else if (facts is { Offset: not null, IsKept: false })
            yield return Offset(facts, $"Message {facts.Offset} of topic {facts.Topic} is not in the history, or no longer, so the server does not know whom the publisher excluded from it");
    }

    // The publisher's name of the topic and the subscriber's often differ in a letter.
    private static Finding Made(string code, ExplainFacts facts, string sentence)
    {
        var nearest = NearestName.Of(facts.Topic, facts.OtherTopics);
        var text = nearest is null ? $"{sentence}." : $"{sentence}. Messages were published to {nearest}: the publisher may use a wrong topic.";
        return new Finding(code, text, new Dictionary<string, object?> { ["topic"] = facts.Topic, ["nearest"] = nearest, ["epoch"] = facts.Position?.Epoch });
    }

    private static Finding Offset(ExplainFacts facts, string sentence) => new(FindingCode.OffsetUnknown, $"{sentence}.", new Dictionary<string, object?>
    {
        ["topic"] = facts.Topic,
        ["offset"] = facts.Offset,
        ["head"] = facts.Position?.Offset,
        ["epoch"] = facts.Position?.Epoch,
        ["assigned"] = !facts.IsOffsetAhead,
    });
}
