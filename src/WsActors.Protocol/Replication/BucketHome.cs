using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// The home of a bucket: numbers its entries and decides when they are committed. It comes into office by a claim: reads the register, has a replica of
/// each configuration there follow it, adopts the log, writes its configuration, and reads the register again. If it finds another
/// claim there, or a replica follows a newer one, it stops. It does no I/O and reads no clock; <see cref="Tick"/> repeats what may have been lost.
/// </summary>
public sealed class BucketHome
{
    private readonly BucketHomeSettings _settings;
    private readonly IBucketHomeHost _host;
    private ClusterView _cluster;
    private long _term;
    private long _request;
    private Ballot? _confirming;
    private IReadOnlyList<BucketConfiguration> _superseded = [];
    private TakeOver? _takeOver;
    private ServingBucket? _serving;

    /// <param name="settings">The settings.</param>
    /// <param name="host">The surroundings.</param>
    /// <param name="cluster">The view of the cluster.</param>
    /// <param name="afterTerm">The highest term that a home of this node has met; 0 if none has.</param>
    public BucketHome(BucketHomeSettings settings, IBucketHomeHost host, ClusterView cluster, long afterTerm)
    {
        _settings = settings;
        _host = host;
        _cluster = cluster;
        _term = afterTerm;
    }

    public HomePhase Phase { get; private set; } = HomePhase.Reading;

    /// <summary>The configuration in force; null until the home serves.</summary>
    public BucketConfiguration? Configuration => _serving?.Configuration;

    /// <summary>The number up to which entries are committed.</summary>
    public long Committed => _serving?.Committed ?? 0;

    /// <summary>True if the home serves and nothing is under way: <see cref="Tick"/> is needed only now and then, in case a report of what is committed was lost.</summary>
    public bool IsQuiet => _serving?.IsQuiet == true;

    /// <summary>The nodes whose answers the claim waits for; empty if it waits for the register or the leases.</summary>
    public IEnumerable<ReplicaId> Awaited => Phase is HomePhase.Preparing or HomePhase.Adopting ? _takeOver!.Awaited : [];

    /// <summary>Begins the claim.</summary>
    public void Start() => _host.ReadRegister(++_request);

    /// <summary>Adds an entry, to be sent with <see cref="Flush"/>.</summary>
    /// <returns>Its number; null if this home does not serve, has no lease, or has too many entries waiting for replicas.</returns>
    public long? Append(ReadOnlyMemory<byte> payload) => _host.HasLease ? _serving?.Append(payload) : null;

    /// <summary>Sends what was added.</summary>
    public void Flush() => _serving?.Flush();

    /// <summary>Takes the register's answer to <see cref="IBucketHomeHost.ReadRegister"/>.</summary>
    public void OnRegisterRead(long request, IReadOnlyList<BucketConfiguration> configurations)
    {
        if (request != _request)
            return;

        _request++;
        if (Phase == HomePhase.Reading)
            Claim(configurations);
        else if (Phase == HomePhase.Confirming)
            Confirm(configurations);
        else if (_serving?.Change is { IsWriting: true } && !_serving.TryConfirm(configurations))
            Stop("another claim was written while the set of replicas changed");
    }

    /// <summary>Takes the register's answer to <see cref="IBucketHomeHost.WriteRegister"/>.</summary>
    public void OnRegisterWritten(BucketConfiguration configuration)
    {
        if (Phase == HomePhase.Writing && configuration == _takeOver!.Configuration)
            Phase = HomePhase.Confirming;
        else if (_serving?.Change is not { IsWriting: true } change || configuration != change.To)
            return;

        // A write is repeated until it is confirmed. A read that began after the first answer to it counts, so the next answer starts none that replaces it.
        if (_confirming != configuration.Ballot)
            _request++;
        _confirming = configuration.Ballot;
        _host.ReadRegister(_request);
    }

    /// <summary>Takes the answer to <see cref="IBucketHomeHost.EndLeases"/>.</summary>
    public void OnLeasesEnded()
    {
        if (Phase == HomePhase.EndingLeases)
            Adopt(_settings.NewEpoch());
    }

    /// <summary>Takes a new view of the cluster.</summary>
    public void OnCluster(ClusterView cluster)
    {
        _cluster = cluster;
        if (Phase == HomePhase.Preparing)
            SearchOn();
        else if (!StopsForLackOfNodes() && _serving?.OnCluster(cluster) == false)
            Stop("a replica became unreachable while the set of replicas changed");
    }

    /// <summary>Takes a replica's message.</summary>
    public void Receive(ReplicaId from, ReplicationMessage message)
    {
        if (message is Refused refused)
            OnRefused(from, refused);
        else if (_serving is not null)
            OnServing(from, message);
        else if (message.Ballot == _takeOver?.Ballot)
            OnTakingOver(from, message);
    }

    /// <summary>Repeats what is unanswered. To be called every few hundred milliseconds.</summary>
    public void Tick()
    {
        // Under the same number: the answer to any of them began after the phase did, and reads may take longer than the time between two calls.
        if (Phase is HomePhase.Reading or HomePhase.Confirming)
            _host.ReadRegister(_request);
        else if (Phase is HomePhase.Preparing or HomePhase.Adopting && !StopsForLackOfNodes())
            _takeOver!.Repeat(_cluster);
        else if (Phase == HomePhase.EndingLeases)
            EndLeases();
        else if (Phase == HomePhase.Writing)
            Write();
        else
            _serving?.Tick();
    }

    private bool StopsForLackOfNodes()
    {
        if (_takeOver?.FirstMissing(_cluster) is not { } missing)
            return false;

        Stop($"{missing} cannot be reached, and not all replicas have the log");
        return true;
    }

    private void OnTakingOver(ReplicaId from, ReplicationMessage message)
    {
        if (message is Prepared answer && Phase == HomePhase.Preparing)
        {
            if (_takeOver!.OnPrepared(from, answer))
                SearchOn();
            else
                Stop($"{from} has another log than the register says: it has changed");
        }
        else if (message is Adopted adopted && Phase == HomePhase.Adopting)
        {
            _takeOver!.OnAdopted(from, adopted.Log);
            if (_takeOver.IsComplete)
                Write();
        }
    }

    private void OnServing(ReplicaId from, ReplicationMessage message)
    {
        if (message is Appended appended && appended.Ballot == _serving!.Ballot)
            _serving.OnAppended(from, appended.Last, appended.IsConfirmed);
        else if (message is Adopted adopted && adopted.Ballot == _serving!.Ballot)
            _serving.OnAdopted(from, adopted.Log);
    }

    private void OnRefused(ReplicaId from, Refused refused)
    {
        _term = Math.Max(_term, refused.Promised.Term);
        var ballot = _serving?.Ballot ?? _takeOver?.Ballot;
        if (refused.Ballot == ballot)
            Stop($"{from} follows the claim of term {refused.Promised.Term}");
    }

    private void Claim(IReadOnlyList<BucketConfiguration> predecessors)
    {
        _superseded = predecessors;
        _term = predecessors.Select(configuration => configuration.Ballot.Term).Append(_term).Max() + 1;
        _takeOver = new TakeOver(_settings.Self, new Ballot(_term, _settings.NewClaim()), predecessors, _host);
        if (predecessors.Count == 0)
        {
            Adopt(_settings.NewEpoch());
            return;
        }

        Phase = HomePhase.Preparing;
        _takeOver.Repeat(_cluster);
        SearchOn();
    }

    private void SearchOn()
    {
        if (_takeOver!.HasFound)
            Adopt(newEpoch: null);
        else if (_takeOver.IsLost(_cluster))
            EndLeases();
    }

    private void EndLeases()
    {
        Phase = HomePhase.EndingLeases;
        _host.EndLeases([.. _takeOver!.Holders.Where(_cluster.IsRemoved)]);
    }

    // Those that have the log first: they need not fetch it.
    private void Adopt(string? newEpoch)
    {
        var others = _takeOver!.Holders.Where(_cluster.MayStore).Concat(ReplicaChoice.Order(_settings.Bucket, _cluster.Storing))
            .Where(replica => replica != _settings.Self && _cluster.IsReachable(replica)).Distinct();
        ReplicaId[] replicas = [_settings.Self, .. others.Take(_settings.Replicas - 1)];
        if (replicas.Length < _settings.NeededIn(_cluster))
        {
            Stop($"{_settings.NeededIn(_cluster)} replicas are needed, and {replicas.Length} nodes can be reached");
            return;
        }

        Phase = HomePhase.Adopting;
        _takeOver.Adopt(replicas, newEpoch);
    }

    private void Write()
    {
        Phase = HomePhase.Writing;
        _host.WriteRegister(_takeOver!.Configuration!, _superseded);
    }

    private void Confirm(IReadOnlyList<BucketConfiguration> configurations)
    {
        if (configurations is not [var only] || only != _takeOver!.Configuration)
        {
            Stop("another claim was written at the same time");
            return;
        }

        Phase = HomePhase.Serving;
        var last = _takeOver.Last;
        _serving = new ServingBucket(_settings, only, last, _host, _cluster);
        _takeOver = null;
        _host.OnServing(only, last, _serving.Committed);
        _serving.Flush();
    }

    private void Stop(string reason)
    {
        _term = Math.Max(_term, _serving?.Ballot.Term ?? 0);
        (_takeOver, _serving) = (null, null);
        Phase = HomePhase.Stopped;
        _host.OnStopped(reason, _term);
    }
}
