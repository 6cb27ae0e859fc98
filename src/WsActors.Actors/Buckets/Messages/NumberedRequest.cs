using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A request to a bucket's home.</summary>
/// <param name="Number">Its number among those of the node to this bucket.</param>
/// <param name="Request">The request. A batch is sent as its publications.</param>
public sealed record NumberedRequest(long Number, TopicRequest Request);
