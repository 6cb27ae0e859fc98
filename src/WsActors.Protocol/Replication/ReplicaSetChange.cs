using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// A serving home's change to another set of replicas, all of which follow it already. An entry is committed when the replicas of both sets have it, until
/// the register has the new set and no other, and all replicas of the new set know that.
/// </summary>
/// <param name="from">The configuration in force.</param>
/// <param name="to">The next one, with the same home and epoch.</param>
/// <param name="link">Sends messages.</param>
internal sealed class ReplicaSetChange(BucketConfiguration from, BucketConfiguration to, IReplicationLink link)
{
    private readonly HashSet<ReplicaId> _continued = [];
    private readonly HashSet<ReplicaId> _informed = [];

    public BucketConfiguration To => to;

    /// <summary>The replicas that have to have an entry before it is committed.</summary>
    public IEnumerable<ReplicaId> Required => from.Replicas.Union(to.Replicas);

    /// <summary>True if all replicas of the new set follow the new claim.</summary>
    public bool IsComplete => to.Replicas.All(_continued.Contains);

    /// <summary>True from the time that the register is asked to hold the new configuration until it does, and no other.</summary>
    public bool IsWriting { get; set; }

    /// <summary>True if all replicas of the new set know that it is confirmed.</summary>
    public bool IsOver => to.Replicas.All(_informed.Contains);

    /// <summary>Takes a replica's answer that it knows of the confirmation.</summary>
    public void OnInformed(ReplicaId replica) => _informed.Add(replica);

    public void OnAdopted(ReplicaId replica) => _continued.Add(replica);

    /// <summary>Sends every request that is not answered.</summary>
    public void Repeat()
    {
        foreach (var replica in Required.Where(replica => !_continued.Contains(replica)))
            link.SendToReplica(replica, new Continue(to.Ballot, from.Ballot));
    }
}
