using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;
using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>One node of the simulated cluster: the real replica and the real home, its copy of the register, and its lease.</summary>
internal sealed class SimulatedNode : IBucketHomeHost
{
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromMilliseconds(400);

    private readonly SimulatedCluster _cluster;
    private readonly MajorityLease _lease = new(LeaseDuration);
    private readonly HashSet<ReplicaId> _ended = [];
    private readonly HashSet<ReplicaId> _joinedFrom = [];
    private readonly Dictionary<long, long> _unanswered = [];
    private readonly Random _random;
    private ClusterView _view;
    private MajorityOperation? _register;
    private (LeaseEnding Ending, ReplicaId[] Removed)? _ending;
    private long _afterTerm;

    public SimulatedNode(SimulatedCluster cluster, ReplicaId id, bool isJoined)
    {
        _cluster = cluster;
        Id = id;
        IsJoined = isJoined;

        // No hash code, which differs from process to process: a seed has to replay in another one.
        _random = new Random(unchecked((cluster.Seed * 1_000_003) + (int)id.Incarnation));
        _view = new ClusterView(new HashSet<ReplicaId> { id }, new HashSet<ReplicaId>(), new HashSet<ReplicaId>());
        Replica = new BucketReplica(id, () => new SimulatedState(OnApplied), SimulatedCluster.Limits, this);
    }

    public ReplicaId Id { get; }

    /// <summary>False for a node that has started and not yet read the register and the ended leases from a majority.</summary>
    public bool IsJoined { get; private set; }

    public BucketReplica Replica { get; }

    public BucketHome? Home { get; private set; }

    public SimulatedRegister Register { get; private set; } = new();

    public bool HasLease => _cluster.Fault == PlantedFault.NoLease || _lease.IsValid(_cluster.Now, SimulatedCluster.Size);

    public void StartHome()
    {
        if (!IsJoined)
            return;

        _unanswered.Clear();
        _register = null;
        _ending = null;
        Home = new BucketHome(
            new BucketHomeSettings(0, Id, _cluster.Replicas, SimulatedCluster.Limits, () => _random.NextInt64(), _cluster.NewEpoch), this, _view, _afterTerm);
        Home.Start();
    }

    public void StopHome() => Home = null;

    public void ForgetIfUnneeded()
    {
        if (IsJoined)
            _ = new MajorityOperation(this, 0, null, []) { IsForReplica = true };
    }

    public void Publish()
    {
        if (Home?.Configuration is not { } configuration)
            return;

        var value = _cluster.NewValue(configuration.Epoch);
        if (Home.Append(SimulatedState.PayloadOf(value)) is not { } sequence)
            return;

        _unanswered[sequence] = value;
        if (_cluster.Fault == PlantedFault.EarlyAnswer)
            _cluster.Observer.OnAcknowledged(configuration.Epoch, sequence, value);
        Home.Flush();
    }

    public void See(ClusterView view)
    {
        _view = view;
        Home?.OnCluster(view);
        ReportConfiguration();
    }

    public void Tick()
    {
        foreach (var peer in _cluster.Addresses)
            _cluster.Send(Id, peer, IsJoined ? "lease?" : "join?", IsJoined ? AskForLease(_cluster.Now) : AskToJoin());
        Home?.Tick();
        if (_ending is { } ending && ending.Ending.IsOver(_cluster.Now))
        {
            _ending = null;
            Home?.OnLeasesEnded();
        }

        ReportConfiguration();
    }

    public void SendToReplica(ReplicaId to, ReplicationMessage message) =>
        Send(to, message, (node, arrived) => node.ToReplica(Id, arrived));

    public void SendToHome(ReplicaId to, ReplicationMessage message) =>
        Send(to, message, (node, arrived) => node.ToHome(Id, arrived));

    public void ReadRegister(long request) => _register = new MajorityOperation(this, request, null, []);

    public void WriteRegister(BucketConfiguration configuration, IReadOnlyList<BucketConfiguration> superseded)
    {
        _cluster.OnWriting(configuration, superseded);
        _register = new MajorityOperation(this, 0, configuration, superseded);
    }

    public void EndLeases(IReadOnlyList<ReplicaId> removed)
    {
        if (_ending is null || !_ending.Value.Removed.SequenceEqual(removed))
            _ending = (new LeaseEnding(SimulatedCluster.Size, LeaseDuration), [.. removed]);
        foreach (var peer in _cluster.Addresses)
            _cluster.Send(Id, peer, "end leases", AskToEnd(_ending.Value.Ending, removed));
    }

    public void OnServing(BucketConfiguration configuration, long last, long committed) =>
        _cluster.Observer.OnServing(configuration, last, committed);

    public void OnCommitted(long through)
    {
        var epoch = Home!.Configuration!.Epoch;
        _cluster.Observer.OnCommitted(epoch, through);
        foreach (var (sequence, value) in _unanswered.Where(entry => entry.Key <= through).OrderBy(entry => entry.Key).ToArray())
        {
            _unanswered.Remove(sequence);
            _cluster.Observer.OnAcknowledged(epoch, sequence, value);
        }
    }

    public void OnStopped(string reason, long term)
    {
        _cluster.Note($"home at {Id} stops: {reason}");
        _afterTerm = Math.Max(_afterTerm, term);
    }

    public void CompareState()
    {
        if (Replica.State is SimulatedState state)
            _cluster.Observer.Compare(Replica.Logs[0].Epoch, Replica.Applied, state);
    }

    // As bytes, as between real nodes.
    private void Send(ReplicaId to, ReplicationMessage message, Action<SimulatedNode, ReplicationMessage> arrive)
    {
        var bytes = ReplicationWire.Write(message);
        _cluster.Send(Id, to, message, node => arrive(node, ReplicationWire.TryRead(bytes, out var read, out var fault) ? read : throw new InvalidDataException(fault)));
    }

    private void OnApplied(LogEntry entry)
    {
        var value = SimulatedState.ValueOf(entry);
        _cluster.Observer.OnApplied(_cluster.EpochOf(value), entry.Sequence, value);
    }

    private void ReportConfiguration()
    {
        if (Home?.Configuration is { } configuration)
            _cluster.Observer.OnConfiguration(configuration);
    }

    private void ToReplica(ReplicaId from, ReplicationMessage message) => Replica.Receive(from, Faulty(message));

    private void ToHome(ReplicaId from, ReplicationMessage message)
    {
        if (_cluster.Fault == PlantedFault.NoFence && message is Appended && Home?.Configuration is { } configuration)
            message = message with { Ballot = configuration.Ballot };
        else if (_cluster.Fault == PlantedFault.ForeignLog && message is Prepared { Logs: [var log, ..] } answer)
            message = answer with { Logs = [log with { Labels = [.. Register.Present.Select(entry => entry.Ballot)] }] };
        Home?.Receive(from, message);
        ReportConfiguration();
    }

    private ReplicationMessage Faulty(ReplicationMessage message) => message switch
    {
        Append append when _cluster.Fault == PlantedFault.NoFence && Replica.Promised.IsNewerThan(append.Ballot) => append with { Ballot = Replica.Promised },
        Fetch fetch when _cluster.Fault == PlantedFault.ForeignLog && Replica.Logs is [var log, ..] => fetch with { Label = log.Labels[0] },
        _ => message,
    };

    private Action<SimulatedNode> AskForLease(TimeSpan askedAt) => peer =>
    {
        if (peer.IsJoined && !peer._ended.Contains(Id))
            _cluster.Send(peer.Id, Id, "lease", _ => _lease.OnGranted(peer.Id, askedAt));
    };

    private Action<SimulatedNode> AskToEnd(LeaseEnding ending, IReadOnlyList<ReplicaId> removed) => peer =>
    {
        if (!peer.IsJoined)
            return;

        peer._ended.UnionWith(removed);
        _cluster.Send(peer.Id, Id, "ended", _ => ending.OnPromised(peer.Id, _cluster.Now));
    };

    private Action<SimulatedNode> AskToJoin() => peer =>
    {
        if (peer.IsJoined)
            _cluster.Send(peer.Id, Id, "join", Joining(peer.Id, peer.Register.Copy(), [.. peer._ended]));
    };

    private Action<SimulatedNode> Joining(ReplicaId peer, SimulatedRegister register, ReplicaId[] ended) => _ =>
    {
        Register.Merge(register);
        _ended.UnionWith(ended);
        _joinedFrom.Add(peer);
        if (IsJoined || _joinedFrom.Count < SimulatedCluster.Majority)
            return;

        IsJoined = true;
        _cluster.See(this);
    };

    /// <summary>A read or a write of the register, which is over when a majority of the nodes has answered.</summary>
    private sealed class MajorityOperation
    {
        private readonly SimulatedNode _node;
        private readonly long _request;
        private readonly BucketConfiguration? _written;
        private readonly SimulatedRegister _read = new();
        private readonly HashSet<ReplicaId> _answered = [];

        public MajorityOperation(
            SimulatedNode node, long request, BucketConfiguration? written, IReadOnlyList<BucketConfiguration> superseded)
        {
            (_node, _request, _written) = (node, request, written);
            if (written is not null)
                node.Register.Write(written, superseded);
            var state = written is null ? null : node.Register.Copy();
            foreach (var peer in node._cluster.Addresses)
                node._cluster.Send(node.Id, peer, written is null ? "read?" : $"write {written.Ballot}", Ask(state));
        }

        public bool IsForReplica { get; init; }

        private Action<SimulatedNode> Ask(SimulatedRegister? written) => peer =>
        {
            if (!peer.IsJoined)
                return;

            if (written is not null)
                peer.Register.Merge(written);
            _node._cluster.Send(peer.Id, _node.Id, written is null ? "read" : "written", Answered(peer.Id, peer.Register.Copy()));
        };

        private Action<SimulatedNode> Answered(ReplicaId peer, SimulatedRegister register) => node =>
        {
            _read.Merge(register);
            node.Register.Merge(register);
            if (!_answered.Add(peer) || _answered.Count != SimulatedCluster.Majority)
                return;

            if (IsForReplica)
                node.Replica.ForgetUnlessIn(_read.Present);
            if (node._register != this)
                return;

            if (_written is null)
                node.Home?.OnRegisterRead(_request, Misread(_read.Present));
            else
                node.Home?.OnRegisterWritten(_written);
        };

        private IReadOnlyList<BucketConfiguration> Misread(IReadOnlyList<BucketConfiguration> entries) => _node._cluster.Fault switch
        {
            PlantedFault.ForeignLog when _node.Home!.Phase == HomePhase.Reading => [.. entries.Select(entry => entry with { Replicas = [.. _node._view.Reachable] })],
            PlantedFault.NoSecondRead when _node.Home!.Phase == HomePhase.Confirming =>
                [.. entries.Where(entry => entry.Home == _node.Id).TakeLast(1)],
            _ => entries,
        };
    }
}
