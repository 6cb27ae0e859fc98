using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>
/// Five nodes with one bucket, in virtual time. Every step is one of: a message arrives, is lost or arrives twice; a node's timer fires; a replica
/// drops its logs if the register does not name it; somebody publishes; a home starts, also beside another one, or stops; a node crashes, restarts, is cut off, sees the others again, or is removed from the cluster.
/// At most two nodes are down at a time, so the register survives; a bucket's replicas may all be. In a fifth of the runs one node only serves clients.
/// </summary>
internal sealed class SimulatedCluster
{
    public const int Size = 5;
    public const int Majority = (Size / 2) + 1;

    public static readonly ReplicationLimits Limits = new() { MessageBytes = 150, PendingBytes = 4_000, KeptBytes = 400, Claims = 100 };

    private readonly Dictionary<string, SimulatedNode?> _nodes = [];
    private readonly HashSet<ReplicaId> _removed = [];
    private readonly HashSet<ReplicaId> _crashed = [];
    private readonly Dictionary<long, string> _epochOf = [];
    private readonly Dictionary<BucketConfiguration, IReadOnlyList<BucketConfiguration>> _written = [];
    private readonly SimulatedNetwork _network = new();
    private readonly List<string>? _trace;

    // The address of the node that only serves clients; null if there is none.
    private readonly string? _clientsOnly;
    private long _incarnations;
    private long _values;
    private long _epochs;

    public SimulatedCluster(int seed, PlantedFault fault, List<string>? trace = null)
    {
        Seed = seed;
        Fault = fault;
        Replicas = 1 + (seed % 3);
        _trace = trace;
        Addresses = [.. Enumerable.Range(0, Size).Select(index => $"n{index}")];
        _clientsOnly = seed % 5 == 4 ? Preferred : null;
        Observer = new Observer(IsGone, IsSuccessorLost, IsWithoutReplicas, IsCareful);
        foreach (var address in Addresses)
            _nodes[address] = new SimulatedNode(this, new ReplicaId(address, _incarnations++), isJoined: true);
        foreach (var node in Nodes)
            See(node);
    }

    public int Seed { get; }

    public PlantedFault Fault { get; }

    public int Replicas { get; }

    /// <summary>
    /// True in a third of the runs, with more than one replica: nodes fail one at a time there, and the next one only after the last one was replaced. Then no acknowledged
    /// publication may be lost at all.
    /// </summary>
    public bool IsCareful => Replicas > 1 && Seed % 2 == 1;


    /// <summary>The nodes that have crashed or were removed.</summary>
    public int Failures => _crashed.Union(_removed).Count();

    public TimeSpan Now { get; private set; }

    public IReadOnlyList<string> Addresses { get; }

    public Observer Observer { get; }

    private IEnumerable<SimulatedNode> Nodes => _nodes.Values.OfType<SimulatedNode>();

    // Down, starting, or removed and not yet gone.
    private int Missing => _nodes.Values.Count(node => node is not { IsJoined: true } || _removed.Contains(node.Id));

    public string NewEpoch() => $"e{++_epochs}";

    public long NewValue(string epoch)
    {
        _epochOf[++_values] = epoch;
        return _values;
    }

    public string EpochOf(long value) => _epochOf[value];

    /// <summary>Notes that a claim is being written, and what it supersedes.</summary>
    public void OnWriting(BucketConfiguration claim, IReadOnlyList<BucketConfiguration> superseded) => _written[claim] = superseded;

    public void Note(string what) => _trace?.Add($"{Now.TotalMilliseconds,6} ms  {what}");

    public void Send(ReplicaId from, string to, object what, Action<SimulatedNode> arrive)
    {
        if (_nodes[to] is { } node)
            Send(from, node.Id, what, arrive);
    }

    public void Send(ReplicaId from, ReplicaId to, object what, Action<SimulatedNode> arrive) =>
        _network.Send(new Packet(from, to, what, arrive));

    public void Run(IEnumerable<SimulationStep> steps)
    {
        foreach (var step in steps)
            Do(step);
    }

    /// <summary>Ends all faults and lets one home come into office.</summary>
    /// <returns>True if it serves within a bounded time, and a publication to it is acknowledged and reaches all of its replicas.</returns>
    public bool Recovers()
    {
        _network.Heal();
        foreach (var node in Nodes)
            node.StopHome();
        for (var round = 0; round < 60; round++)
        {
            foreach (var address in Addresses.Where(address => _nodes[address] is null || _removed.Contains(_nodes[address]!.Id)))
                Restart(address);
            SettleRound();
            if (Observer.Acknowledged is var before && _nodes[Addresses[0]]!.Home is { Phase: HomePhase.Serving })
            {
                _nodes[Addresses[0]]!.Publish();
                SettleRound();
                if (Observer.Acknowledged > before)
                    return true;
            }
        }

        return false;
    }

    // Null: of any claim.
    private bool IsSuccessorLost(BucketConfiguration? of) =>
        _written.Keys.Any(claim => claim.Replicas.All(IsGone) && (of is null || Supersedes(claim, of)));

    private bool Supersedes(BucketConfiguration claim, BucketConfiguration other) =>
        _written.TryGetValue(claim, out var superseded) && superseded.Any(old => old == other || Supersedes(old, other));

    /// <summary>Shows a node which others are members, and which of them it can reach.</summary>
    public void See(SimulatedNode? node)
    {
        if (node is not { IsJoined: true })
            return;

        var members = Nodes.Where(other => other.IsJoined).Select(other => other.Id).Concat(_crashed).Where(id => !_removed.Contains(id)).ToArray();
        var reachable = members.Where(id => !_crashed.Contains(id) && _network.Connects(node.Id, id)).Append(node.Id).ToHashSet();
        node.See(new ClusterView(reachable, members.Where(id => !reachable.Contains(id)).ToHashSet(), _removed.ToHashSet())
        {
            WithoutReplicas = members.Append(node.Id).Where(IsWithoutReplicas).ToHashSet(),
        });
    }

    // The node that would be chosen as a replica before all others, except for the first one, on which homes start in the end.
    private string Preferred => ReplicaChoice.Order(0, Addresses.Skip(1).Select(address => new ReplicaId(address, 0)))[0].Address;

    private bool IsWithoutReplicas(ReplicaId replica) => replica.Address == _clientsOnly;

    private bool IsGone(ReplicaId replica) => _crashed.Contains(replica) || _removed.Contains(replica);

    public void CompareStates()
    {
        foreach (var node in Nodes)
            node.CompareState();
    }

    private void SettleRound()
    {
        Now += TimeSpan.FromMilliseconds(100);
        foreach (var node in Nodes.ToArray())
        {
            See(node);
            node.Tick();
        }

        if (_nodes[Addresses[0]] is { IsJoined: true } first && first.Home is null or { Phase: HomePhase.Stopped })
            first.StartHome();
        for (var i = 0; i < 5_000 && _network.TakeOldest() is { } packet; i++)
            Arrive(packet);
    }

    private void Do(SimulationStep step)
    {
        Now += TimeSpan.FromMilliseconds(step.Second % 4);
        switch (step.Action)
        {
            case < 775: Deliver(step.First, isKept: false); break;
            case < 790: Deliver(step.First, isKept: true); break;
            case < 800: _network.Take(step.First, isKept: false); break;
            case < 835: Choose(step.First)?.Tick(); break;
            case < 840: Choose(step.First)?.ForgetIfUnneeded(); break;
            case < 900: Publish(step.First); break;
            case < 940: See(Choose(step.First)); break;
            case < 955: StartHome(Choose(step.First)); break;
            case < 958: Choose(step.First)?.StopHome(); break;
            case < 964: Crash(step.First); break;
            case < 972: RestartCrashed(Addresses[step.First % Size]); break;
            case < 978: Partition(step.First, step.Second); break;
            case < 985: _network.Heal(); break;
            case < 998: Remove(step.First); break;
            default: LeaveForGood(step.First); break;
        }
    }

    private bool IsServing(SimulatedNode node) => node.Home?.Phase == HomePhase.Serving && !_removed.Contains(node.Id);

    private bool MayFail => !IsCareful || (Missing == 0 && !_network.IsPartitioned && _crashed.All(_removed.Contains) && IsRepaired);

    // No claim is under way, and none that was written to the register counts on a node that has failed before.
    private bool IsRepaired =>
        Nodes.All(node => node.Home is null or { Phase: HomePhase.Serving or HomePhase.Stopped or HomePhase.Reading })
        && Observer.Last is { } last && last.Replicas.Count >= Replicas
        && _written.Keys.All(claim => !claim.Replicas.Any(IsGone) || Supersedes(last, claim));

    private SimulatedNode? Choose(int choice) => _nodes[Addresses[choice % Size]];

    private void Publish(int choice)
    {
        var serving = Nodes.Where(node => node.Home?.Phase == HomePhase.Serving).ToArray();
        if (serving.Length > 0)
            serving[choice % serving.Length].Publish();
    }

    // Whoever places homes may be wrong about where one is; in every other run it mostly is not, so that homes serve for longer.
    private void StartHome(SimulatedNode? node)
    {
        if (node?.Id.Address == _clientsOnly || node?.Home is not null and not { Phase: HomePhase.Stopped } || (Seed % 2 == 0 && Nodes.Any(IsServing)))
            return;

        Note($"a home starts at {node?.Id}");
        node?.StartHome();
    }

    private void Deliver(int choice, bool isKept)
    {
        if (_network.Take(choice, isKept) is { } packet)
            Arrive(packet);
    }

    private void Arrive(Packet packet)
    {
        if (_nodes[packet.To.Address] is not { } node || node.Id != packet.To || !_network.Connects(packet.From, packet.To))
            return;

        if (_trace is not null && packet.What is not string)
            Note($"{packet.From} → {packet.To}: {packet.What}");
        packet.Arrive(node);
    }

    private void Crash(int choice)
    {
        if (Choose(choice) is not { IsJoined: true } node || Missing >= Size - Majority || !MayFail)
            return;

        Note($"{node.Id} crashes");
        _crashed.Add(node.Id);
        _nodes[node.Id.Address] = null;
    }

    private void RestartCrashed(string address)
    {
        if (_nodes[address] is null)
            Restart(address);
    }

    // A node that restarts is a new member; the old one is removed by then or later.
    private void Restart(string address)
    {
        if (_nodes[address] is { } node && !_removed.Contains(node.Id))
            return;

        if (_nodes[address] is { } removed)
            _crashed.Add(removed.Id);
        _nodes[address] = new SimulatedNode(this, new ReplicaId(address, _incarnations++), isJoined: false);
        Note($"{_nodes[address]!.Id} starts");
        _removed.UnionWith(_crashed.Where(old => old.Address == address));
    }

    private void Partition(int choice, int size)
    {
        if (!MayFail)
            return;

        size = IsCareful ? 0 : size;
        var cut = Enumerable.Range(0, 1 + (size % 2)).Select(offset => Addresses[(choice + (offset * (1 + (size / 2 % 4)))) % Size]).ToArray();
        Note($"{string.Join(", ", cut)} cut off");
        _network.Partition(cut);
    }

    // The split-brain resolver of the majority: what it cannot reach leaves the cluster, whether it is dead or not.
    private void Remove(int choice)
    {
        var candidates = _crashed.Where(id => !_removed.Contains(id)).ToList();
        if (_network.IsPartitioned && Missing < Size - Majority)
            candidates.AddRange(Nodes.Where(node => Nodes.Count(other => _network.Connects(node.Id, other.Id)) < Majority && !_removed.Contains(node.Id)).Select(node => node.Id));
        if (candidates.Count == 0)
            return;

        Note($"{candidates[choice % candidates.Count]} is removed");
        _removed.Add(candidates[choice % candidates.Count]);
    }

    private void LeaveForGood(int choice)
    {
        if (Choose(choice) is { } node && _removed.Contains(node.Id))
            Restart(node.Id.Address);
    }
}
