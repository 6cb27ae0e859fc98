using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Leases;

/// <summary>The messages between the lease actors of the nodes. Moments are ticks of the sender's own clock, which only the sender reads.</summary>
public abstract record LeaseMessage
{
    private LeaseMessage()
    {
    }

    /// <summary>Asks for a lease.</summary>
    /// <param name="From">The node that asks.</param>
    /// <param name="Moment">Comes back in the answer.</param>
    public sealed record Ask(ReplicaId From, long Moment) : LeaseMessage;

    /// <summary>Grants a lease.</summary>
    public sealed record Grant(ReplicaId By, long Moment) : LeaseMessage;

    /// <summary>Asks to grant no lease to removed nodes any more. Answered by <see cref="Promise"/> unless one of them is still a member for the receiver.</summary>
    /// <param name="From">The node that asks.</param>
    /// <param name="Request">Comes back in the answer.</param>
    /// <param name="Removed">The removed nodes.</param>
    public sealed record End(ReplicaId From, long Request, IReadOnlyList<ReplicaId> Removed) : LeaseMessage;

    /// <summary>The sender grants no lease to the removed nodes any more.</summary>
    public sealed record Promise(ReplicaId By, long Request) : LeaseMessage;

    /// <summary>
    /// Asks for the nodes that were removed before the sender joined. Answered by <see cref="Introduced"/> once the sender is a member for the receiver as well: only
    /// then has the receiver heard of all these removals.
    /// </summary>
    public sealed record Introduce(ReplicaId Newcomer) : LeaseMessage;

    /// <summary>The removed nodes that the sender knows.</summary>
    public sealed record Introduced(ReplicaId By, IReadOnlyList<ReplicaId> Removed) : LeaseMessage;
}
