using Akka.Actor;

namespace WsActors.Actors.Topics.Homes;

/// <summary>A page of a topic's log that somebody waits for.</summary>
/// <param name="Query">The request that it answers.</param>
/// <param name="ReplyTo">The actor that sent the request.</param>
/// <param name="Range">The messages.</param>
internal readonly record struct PageRequest(object Query, IActorRef ReplyTo, PageRange Range);
