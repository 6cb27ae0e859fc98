using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Runtime;

/// <summary>Sends messages to the actors of other nodes that have the same path as one of this node.</summary>
internal sealed class NodeLinks : INodeLinks
{
    // More nodes than a cluster has; a node that restarts leaves its former self behind.
    private const int MostKept = 1000;

    private readonly IActorRefProvider _provider;
    private readonly ReplicaId _self;
    private readonly Address _address;
    private readonly IActorRef _local;
    private readonly ConcurrentDictionary<string, IActorRef> _remote = new(StringComparer.Ordinal);

    /// <param name="system">The actor system of this node.</param>
    /// <param name="self">This node.</param>
    /// <param name="local">The actor of this node.</param>
    public NodeLinks(ExtendedActorSystem system, ReplicaId self, IActorRef local)
    {
        _provider = system.Provider;
        _address = _provider.DefaultAddress;
        _self = self;
        _local = local;
    }

    public void Send(ReplicaId to, object message) => (to == _self ? _local : RefOf(to.Address)).Tell(message, ActorRefs.NoSender);

    /// <summary>Sends a message to a node of which only the address is known.</summary>
    public void Send(string address, object message) => RefOf(address).Tell(message, ActorRefs.NoSender);

    private IActorRef RefOf(string node)
    {
        if (_remote.TryGetValue(node, out var known))
            return known;
        if (_remote.Count >= MostKept)
            _remote.Clear();

        // By address, without the incarnation: Akka sends nothing to one that has restarted until it has joined again.
        var resolved = NodeNames.TryParse(node, _address, out var address)
            ? _provider.ResolveActorRef(_local.Path.ToStringWithAddress(address))
            : ActorRefs.Nobody;
        return _remote.GetOrAdd(node, resolved);
    }
}
