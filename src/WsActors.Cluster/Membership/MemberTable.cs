using Akka.Cluster;
using WsActors.Cluster.Runtime;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>The members of the cluster as Akka's events tell, and the view that follows from them.</summary>
/// <param name="tag">The role that all nodes of this cluster have; members without it do not count.</param>
/// <param name="homesTag">The role of the nodes that may be home to buckets and store them.</param>
internal sealed class MemberTable(string tag, string homesTag)
{
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private readonly HashSet<UniqueAddress> _leaving = [];
    private readonly RemovedNodes _removed = new();

    /// <summary>The members, those that are joining included.</summary>
    public IEnumerable<Member> All => _members.Values;

    public bool IsUnreachable(Member member) => member.Status == MemberStatus.Down || _unreachable.Contains(member.UniqueAddress);

    public bool IsUp(UniqueAddress node) => _members.TryGetValue(node, out var member) && IsInView(member);

    public void Use(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members)
            Change(member);
        _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
    }

    public void Change(Member member)
    {
        _members[member.UniqueAddress] = member;
        if (member.Status is MemberStatus.Leaving or MemberStatus.Exiting)
            _leaving.Add(member.UniqueAddress);
    }

    /// <summary>Removes a member.</summary>
    /// <returns>True if it was lost; false if it has left, also if it was started again so soon that Akka removed its former self as one that is down.</returns>
    public bool Remove(ClusterEvent.MemberRemoved gone)
    {
        var node = gone.Member.UniqueAddress;
        _members.Remove(node);
        _unreachable.Remove(node);
        if (gone.Member.HasRole(tag))
            _removed.Add([NodeNames.Of(node)]);
        return !_leaving.Remove(node) && gone.PreviousStatus == MemberStatus.Down;
    }

    /// <summary>Adds nodes that were removed before this one joined.</summary>
    public void AddRemoved(IEnumerable<ReplicaId> nodes) => _removed.Add(nodes);

    public void Reach(Member member, bool isReachable)
    {
        if (isReachable)
            _unreachable.Remove(member.UniqueAddress);
        else
            _unreachable.Add(member.UniqueAddress);
    }

    /// <summary>Returns the present view.</summary>
    public ClusterView View()
    {
        var inView = _members.Values.Where(IsInView).ToArray();
        return new ClusterView(
            inView.Where(member => !IsUnreachable(member)).Select(member => NodeNames.Of(member.UniqueAddress)).ToHashSet(),
            inView.Where(IsUnreachable).Select(member => NodeNames.Of(member.UniqueAddress)).ToHashSet(),
            _removed.All.ToHashSet())
        {
            WithoutReplicas = inView.Where(member => !member.HasRole(homesTag)).Select(member => NodeNames.Of(member.UniqueAddress)).ToHashSet(),
        };
    }

    private bool IsInView(Member member) =>
        member.HasRole(tag) && member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down;
}
