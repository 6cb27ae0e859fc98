using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>Answers to a <see cref="BucketQuery"/>.</summary>
public abstract record BucketAnswer
{
    private BucketAnswer()
    {
    }

    /// <summary>Topics of the node's homes, in ordinal order of their names.</summary>
    public sealed record Topics(IReadOnlyList<TopicDescription> List) : BucketAnswer, IWireMessage;

    /// <summary>The buckets that have their home on the node.</summary>
    public sealed record Buckets(IReadOnlyList<BucketDescription> List) : BucketAnswer, IWireMessage;
}
