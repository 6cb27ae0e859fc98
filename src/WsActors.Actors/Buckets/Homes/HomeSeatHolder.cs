using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// Runs a bucket's home on this node for as long as the cluster gives the bucket to it: claims it, serves, and claims it again if the claim has failed.
/// Messages that arrive before it serves wait.
/// </summary>
internal sealed class HomeSeatHolder : IBucketHomeHost
{
    private const int MaxEarly = 1000;

    // A home with nothing under way sends its replicas something every two seconds: 256 of them would otherwise be heard all the time.
    private const int QuietTicks = 10;

    private readonly BucketContext _context;
    private readonly ReplicationLink _link;
    private readonly Queue<(ReplicaId From, BucketBody Body)> _early = new();
    private readonly HashSet<ReplicaId> _requesters = [];
    private BucketHome? _home;
    private OpenHome? _open;
    private long _term;
    private long _servesFrom;
    private int _quietTicks;

    // Each home numbers its reads from 1: the answer to one of the home before must not be taken for another.
    private long _firstRead;
    private long _lastRead;

    public HomeSeatHolder(BucketContext context, ReplicationLink link)
    {
        _context = context;
        _link = link;
    }

    /// <summary>True if the cluster has given the bucket to this node.</summary>
    public bool IsSeated { get; private set; }

    /// <summary>The configuration in force; null unless this node's home serves.</summary>
    public BucketConfiguration? Configuration => _open is null ? null : _home?.Configuration;

    /// <summary>True if the bucket was given to this node, which does not serve it yet.</summary>
    public bool IsWaiting => IsSeated && _open is null;

    /// <summary>The reason for which it does not, for the log.</summary>
    public string WaitsFor => _home?.Phase switch
    {
        HomePhase.Reading or HomePhase.Writing or HomePhase.Confirming => "the register",
        HomePhase.EndingLeases => "all members to promise that lost nodes get no lease any more",
        HomePhase.Preparing or HomePhase.Adopting => string.Join(" and ", _home.Awaited.Select(replica => replica.Address).Order(StringComparer.Ordinal)),
        HomePhase.Serving => "its own replica",
        _ => "its next attempt",
    };

    public bool HasLease => _context.Environment.Node.Lease.IsValid;

    /// <summary>The bucket is given to this node.</summary>
    public void Sit(ClusterView? view)
    {
        IsSeated = true;
        if (view is not null && _home is null)
            Claim(view);
    }

    /// <summary>The bucket is given to another node.</summary>
    public void Rise()
    {
        IsSeated = false;
        Close();
        _home = null;
        _early.Clear();
        foreach (var requester in _requesters)
            _context.Send(requester, BucketBody.NotHome.Instance);
        _requesters.Clear();
    }

    /// <summary>A node asks for the home. It is answered once the home serves.</summary>
    public void OnAsked(ReplicaId requester)
    {
        if (Configuration is { } configuration)
            _context.Send(requester, new BucketBody.HomeHere(configuration.Ballot.Term));
        else
            _requesters.Add(requester);
    }

    /// <summary>Answers a query; one about topics only if the home serves.</summary>
    public BucketAnswer Answer(BucketQuery query) => query is BucketQuery.ListTopics topics
        ? new BucketAnswer.Topics(_open?.List(topics) ?? [])
        : new BucketAnswer.Buckets(IsSeated ? [HomeListing.Describe(_context, Configuration, _open?.State.All.Count ?? 0)] : []);

    /// <summary>Takes a message for the home.</summary>
    public void Receive(ReplicaId from, BucketBody body)
    {
        if (_open is not null)
            _open.Receive(from, body);
        else if (!IsSeated)
            _context.Send(from, BucketBody.NotHome.Instance);
        else if (_early.Count < MaxEarly)
            _early.Enqueue((from, body));
    }

    public void Receive(ReplicaId from, ReplicationMessage message) => _home?.Receive(from, message);

    public void Receive(RegisterReply reply)
    {
        if (reply is RegisterReply.Read read)
            _home?.OnRegisterRead(read.Request - _firstRead, read.Configurations);
        else if (reply is RegisterReply.Written written)
            _home?.OnRegisterWritten(written.Configuration);
    }

    public void OnStorage(StorageAnswer answer) => _open?.OnStorage(answer);

    public void OnTaken(BucketTaken taken) => _open?.OnTaken(taken);

    public void OnLeasesEnded() => _home?.OnLeasesEnded();

    public void OnCluster(ClusterView view)
    {
        if (_home is not null)
            _home.OnCluster(view);
        else if (IsSeated)
            Claim(view);
        _open?.OnCluster(view);
        _requesters.RemoveWhere(view.IsRemoved);
    }

    public void Tick(ClusterView view)
    {
        if (IsSeated && _home is null)
            Claim(view);
        else if (_home is { IsQuiet: false } || ++_quietTicks % QuietTicks == 0)
            _home?.Tick();
        _open?.Tick();
    }

    /// <summary>An entry is committed, and this node's replica contains it.</summary>
    public void OnApplied(BucketTopics state, BucketEntry entry, BucketTopic? topic)
    {
        if (ReferenceEquals(_open?.State, state))
            _open!.OnApplied(entry, topic);
    }

    /// <summary>Opens the home once this node's replica has everything that the home knows.</summary>
    /// <param name="replica">This node's replica.</param>
    public void TryOpen(BucketReplica replica)
    {
        if (_open is not null || _home is not { Phase: HomePhase.Serving } home || home.Committed < _servesFrom || replica.Applied < _servesFrom
            || replica.Logs is not [var log] || !log.Labels.Contains(home.Configuration!.Ballot) || replica.State is not BucketTopics state)
            return;

        _open = new OpenHome(_context, home, state);
        foreach (var requester in _requesters)
            OnAsked(requester);
        _requesters.Clear();
        while (_early.TryDequeue(out var early))
            _open.Receive(early.From, early.Body);
    }

    /// <summary>Sends appended entries to the replicas.</summary>
    public void Flush() => _home?.Flush();

    /// <summary>Sends answers and publications. To be called at the end of a turn.</summary>
    public void EndTurn() => _open?.EndTurn();

    public void SendToReplica(ReplicaId to, ReplicationMessage message) => _link.SendToReplica(to, message);

    public void SendToHome(ReplicaId to, ReplicationMessage message) => _link.SendToHome(to, message);

    public void ReadRegister(long request)
    {
        _lastRead = Math.Max(_lastRead, _firstRead + request);
        _context.Environment.Node.Register.Tell(new RegisterRequest.Read(_context.Number, _firstRead + request), _context.Actor);
    }

    public void WriteRegister(BucketConfiguration configuration, IReadOnlyList<BucketConfiguration> superseded) =>
        _context.Environment.Node.Register.Tell(new RegisterRequest.Write(_context.Number, configuration, superseded), _context.Actor);

    public void EndLeases(IReadOnlyList<ReplicaId> removed) =>
        _context.Environment.Node.Leases.Tell(new EndLeases(_context.Number, removed), _context.Actor);

    public void OnServing(BucketConfiguration configuration, long last, long committed)
    {
        _servesFrom = last;
        _context.Environment.Log.Debug(
            "Bucket {Bucket} has its home here, in term {Term} with replicas {Replicas}",
            _context.Number, configuration.Ballot.Term, string.Join(", ", configuration.Replicas.Select(replica => replica.Address)));
    }

    // The state reports what is committed when this node's replica has applied it.
    public void OnCommitted(long through)
    {
    }

    public void OnStopped(string reason, long term)
    {
        _term = Math.Max(_term, term);
        _home = null;
        Close();
        _context.Environment.Log.Debug("The home of bucket {Bucket} on this node has stopped: {Reason}", _context.Number, reason);
    }

    private void Claim(ClusterView view)
    {
        var environment = _context.Environment;
        _firstRead = _lastRead;
        _home = new BucketHome(
            new BucketHomeSettings(_context.Number, _context.Self, environment.Replicas, environment.Limits, () => Random.Shared.NextInt64(), TopicEpoch.New),
            this, view, _term);
        _home.Start();
    }

    private void Close()
    {
        _open?.Close();
        _open = null;
    }
}
