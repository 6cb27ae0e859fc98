using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>The home's answer to a <see cref="NumberedRequest"/>.</summary>
/// <param name="Number">The number of the request.</param>
/// <param name="Reply">The answer, without the request id of the publisher, which the asking node knows.</param>
public sealed record NumberedReply(long Number, IWireMessage Reply);
