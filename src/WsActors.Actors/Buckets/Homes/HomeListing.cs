using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Describes a bucket and its topics for lists.</summary>
internal static class HomeListing
{
    public static BucketDescription Describe(BucketContext context, BucketConfiguration? configuration, int topics) => new(
        context.Number, context.Self.Address, configuration is not null, configuration?.Ballot.Term ?? 0,
        [.. configuration?.Replicas.Select(replica => replica.Address) ?? []], topics);

    /// <summary>Lists topics in ordinal order of their names.</summary>
    public static IReadOnlyList<TopicDescription> List(BucketTopics state, BucketQuery.ListTopics query, Func<BucketTopic, TopicDescription> describe)
    {
        var found = new List<TopicDescription>();
        var last = string.CompareOrdinal(query.After, query.Prefix) > 0 ? query.After! : query.Prefix;
        if (last.Length > 0 && last != query.After && state.Named(last) is { } exact)
            found.Add(describe(exact));
        while (found.Count < query.Limit && state.Behind(last) is { } next && next.Name.Value.StartsWith(query.Prefix, StringComparison.Ordinal))
        {
            found.Add(describe(next));
            last = next.Name.Value;
        }

        return found;
    }
}
