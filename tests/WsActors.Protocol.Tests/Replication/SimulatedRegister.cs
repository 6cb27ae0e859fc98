using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>
/// A node's copy of the cluster's register: an observed-remove set, as Akka's Distributed Data has one. An entry that was removed once never comes back, whatever is
/// merged; an entry that the remover had not seen stays.
/// </summary>
internal sealed class SimulatedRegister
{
    private readonly HashSet<BucketConfiguration> _present = [];
    private readonly HashSet<BucketConfiguration> _seen = [];

    public IReadOnlyList<BucketConfiguration> Present => [.. _present.OrderBy(entry => (entry.Ballot.Term, entry.Ballot.Claim))];

    public void Write(BucketConfiguration entry, IEnumerable<BucketConfiguration> superseded)
    {
        foreach (var old in superseded)
        {
            _seen.Add(old);
            _present.Remove(old);
        }

        if (_seen.Add(entry))
            _present.Add(entry);
    }

    public void Merge(SimulatedRegister other)
    {
        _present.RemoveWhere(entry => other._seen.Contains(entry) && !other._present.Contains(entry));
        _present.UnionWith(other._present.Where(entry => !_seen.Contains(entry)));
        _seen.UnionWith(other._seen);
    }

    public SimulatedRegister Copy()
    {
        var copy = new SimulatedRegister();
        copy.Merge(this);
        return copy;
    }
}
