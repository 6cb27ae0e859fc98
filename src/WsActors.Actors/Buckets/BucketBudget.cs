using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Buckets;

namespace WsActors.Actors.Buckets;

/// <summary>
/// Counts what a bucket's state holds against the limits of the node: histories, idempotency keys and topics. Of several states only the one that is shown counts.
/// </summary>
internal sealed class BucketBudget(BucketEnvironment environment)
{
    /// <summary>Keys that a topic keeps whatever the others hold, so that a flood on one does not undo the promise of all.</summary>
    private const int KeptKeys = 100;

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
        var reported = topic.ReportedBytes;
        environment.Topics.Histories.Balance(topic.Log, ref reported);
        topic.ReportedBytes = reported;
        ReportKeys(topic);
        while (environment.Topics.IdempotencyKeys.IsExceeded && topic.Keys is { Count: > KeptKeys } keys)
        {
            keys.ForgetOldest();
            ReportKeys(topic);
        }
    }

    private void Release(BucketTopic topic)
    {
        var reported = topic.ReportedBytes;
        environment.Topics.Histories.Report(0, ref reported);
        topic.ReportedBytes = reported;
        environment.Topics.IdempotencyKeys.Add(-topic.ReportedKeyBytes);
        topic.ReportedKeyBytes = 0;
    }

    private void ReportKeys(BucketTopic topic)
    {
        var bytes = topic.Keys?.Bytes ?? 0;
        environment.Topics.IdempotencyKeys.Add(bytes - topic.ReportedKeyBytes);
        topic.ReportedKeyBytes = bytes;
    }

    private void CountTopics()
    {
        var topics = _counted?.All.Count ?? 0;
        environment.Telemetry.TopicsChanged(topics - _topics);
        _topics = topics;
    }
}
