using Akka.Actor;
using WsActors.Actors.Statistics;

namespace WsActors.Actors.Nodes;

/// <summary>The actors of this node that know the answers to queries.</summary>
/// <param name="Connections">Knows the connections.</param>
/// <param name="Topics">Knows the subscribers of topics.</param>
/// <param name="Buckets">Knows the buckets and their topics.</param>
/// <param name="Evidence">Knows what is left of connections that have ended.</param>
/// <param name="Stats">Returns the figures of this node.</param>
internal sealed record LocalSources(IActorRef Connections, IActorRef Topics, IActorRef Buckets, IActorRef Evidence, Func<NodeStats> Stats);
