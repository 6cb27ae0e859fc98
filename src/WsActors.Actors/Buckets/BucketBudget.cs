using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;

namespace WsActors.Actors.Buckets;

/// <summary>
/// Counts what a bucket's state holds against the limits of the node: histories, idempotency keys and topics. Of several states only the one that is shown counts.
/// </summary>
internal sealed class BucketBudget(BucketEnvironment environment)
{
    private BucketTopics? _counted;
    private int _topics;

    /// <summary>Counts a state instead of the one before.</summary>
    public void Use(BucketTopics? state)
    {
        if (ReferenceEquals(state, _counted))
            return;

        foreach (var topic in _counted?.All ?? [])
            Release(topic);
        _counted = state;
        foreach (var topic in state?.All ?? [])
            Balance(topic);
        CountTopics();
    }

    /// <summary>A topic of a state has changed.</summary>
    public void OnChanged(BucketTopics state, BucketTopic topic)
    {
        if (!ReferenceEquals(state, _counted))
            return;

        if (state.TryFind(topic.Name, out _))
            Balance(topic);
        else
            Release(topic);
        CountTopics();
    }

    private void Balance(BucketTopic topic)
    {
        var (bytes, keyBytes) = (topic.ReportedBytes, topic.ReportedKeyBytes);
        environment.Topics.Histories.Balance(topic.Log, ref bytes);
        if (topic.Keys is { } keys)
            environment.Topics.IdempotencyKeys.Balance(keys, ref keyBytes);
        else
            environment.Topics.IdempotencyKeys.Report(0, ref keyBytes);
        (topic.ReportedBytes, topic.ReportedKeyBytes) = (bytes, keyBytes);
    }

    private void Release(BucketTopic topic)
    {
        var (bytes, keyBytes) = (topic.ReportedBytes, topic.ReportedKeyBytes);
        environment.Topics.Histories.Report(0, ref bytes);
        environment.Topics.IdempotencyKeys.Report(0, ref keyBytes);
        (topic.ReportedBytes, topic.ReportedKeyBytes) = (bytes, keyBytes);
    }

    private void CountTopics()
    {
        var topics = _counted?.All.Count ?? 0;
        environment.Telemetry.TopicsChanged(topics - _topics);
        _topics = topics;
    }
}
