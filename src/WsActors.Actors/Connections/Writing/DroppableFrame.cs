using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Writing;

/// <summary>A message that may be dropped while it waits for its reader.</summary>
/// <param name="Topic">The topic's own instance of its name.</param>
/// <param name="Offset">The message's number in the topic.</param>
/// <param name="Key">The message's subject; null for the topic as a whole.</param>
/// <param name="Frame">The finished frame.</param>
/// <param name="Policy">The policy that selects the messages to drop: never <see cref="DeliveryPolicy.Every"/>.</param>
/// <param name="MaxBytes">The bytes of this topic that may wait. The newest message always may.</param>
internal readonly record struct DroppableFrame(
    TopicName Topic, long Offset, string? Key, byte[] Frame, DeliveryPolicy Policy, int MaxBytes);
