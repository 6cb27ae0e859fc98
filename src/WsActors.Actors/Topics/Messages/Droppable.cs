using WsActors.Actors.Settings;

namespace WsActors.Actors.Topics.Messages;

/// <summary>What a connection has to know of publications that came together to drop some of them.</summary>
/// <param name="Rule">Says by which policy.</param>
/// <param name="FirstOffset">The number of the first; the others follow it.</param>
/// <param name="Keys">What each is about; null where none has a key.</param>
public sealed record Droppable(TopicRule Rule, long FirstOffset, IReadOnlyList<string?>? Keys);
