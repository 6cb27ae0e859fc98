namespace WsActors.Server.WebConsole;

/// <summary>A ticket for the push listener.</summary>
/// <param name="Token">The token to connect with. It opens the topics $node.* and $cluster.* for reading, and nothing else.</param>
/// <param name="ExpiresAt">The time at which it expires.</param>
/// <param name="Push">The address of the push listener, as it is reached from where this request came from.</param>
/// <param name="Cluster">True if this node is in a cluster, so that it has $cluster.stats too.</param>
internal sealed record TicketAnswer(string Token, DateTimeOffset ExpiresAt, string Push, bool Cluster);
