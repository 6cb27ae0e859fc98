using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Cluster.Membership;
using WsActors.Protocol.Replication;
using AkkaCluster = Akka.Cluster.Cluster;

namespace WsActors.Cluster.Register;

/// <summary>
/// The register of the cluster in Akka's Distributed Data: an observed-remove set per bucket. Writes go to a majority of the members, and so do reads, unless
/// members are gone since this node last read the bucket: the majority of the members that are left may not include one of those that a former write went to,
/// so all of them are read once.
/// </summary>
internal sealed class RegisterActor : UntypedActor
{
    private readonly TimeSpan _timeout;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly int[] _readSince;

    // Buckets repeat a request until it is answered; one that is under way is not begun anew.
    private readonly HashSet<RegisterRequest> _underWay = new(SameRequest.Instance);
    private HashSet<ReplicaId> _members = [];

    // Counts the times at which members have gone, from 1, so that nothing has been read before the first.
    private int _losses = 1;

    private RegisterActor(int buckets, TimeSpan timeout)
    {
        _readSince = new int[buckets];
        _timeout = timeout;
    }

    /// <param name="buckets">The number of buckets.</param>
    /// <param name="timeout">The time limit of a read or a write.</param>
    public static Props Props(int buckets, TimeSpan timeout) => ActorFactory<RegisterActor>.Props(() => new RegisterActor(buckets, timeout));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MembersChanged changed: Use(changed.View); break;
            case MembershipEnded: _members = []; break;
            case RegisterRequest.Read read when _members.Count > 0 && _underWay.Add(read): Read(read); break;
            case RegisterRequest.Write write when _members.Count > 0 && _underWay.Add(write): Write(write); break;
            case RegisterRequest: break;
            case GetSuccess { Request: Reading reading } found: OnRead(reading, found.Get(KeyOf(reading.Request.Bucket)).Elements); break;
            case NotFound { Request: Reading reading }: OnRead(reading, []); break;
            case GetFailure { Request: Reading reading }: _underWay.Remove(reading.Request); break;
            case UpdateSuccess { Request: Writing writing }: OnWritten(writing); break;
            case IUpdateFailure { Request: Writing writing }: _underWay.Remove(writing.Request); break;
            default: Unhandled(message); break;
        }
    }

    private void Use(ClusterView view)
    {
        HashSet<ReplicaId> members = [.. view.All];
        if (!_members.IsSubsetOf(members))
            _losses++;
        _members = members;
    }

    private void Read(RegisterRequest.Read request)
    {
        var needed = _readSince[request.Bucket] == _losses ? Majority : _members.Count;
        IReadConsistency consistency = needed > 1 ? new ReadFrom(needed, _timeout) : ReadLocal.Instance;
        _replicator.Tell(Dsl.Get(KeyOf(request.Bucket), consistency, new Reading(request, Sender, _losses)));
    }

    private void Write(RegisterRequest.Write request)
    {
        IWriteConsistency consistency = Majority > 1 ? new WriteTo(Majority, _timeout) : WriteLocal.Instance;
        HashSet<Ballot> superseded = [.. request.Superseded.Select(configuration => configuration.Ballot)];
        _replicator.Tell(Dsl.Update(
            KeyOf(request.Bucket), ORSet<string>.Empty, consistency, new Writing(request, Sender),
            present => RegisterSet.Replace(present, _cluster.SelfUniqueAddress, request.Configuration, superseded)));
    }

    private void OnRead(Reading reading, IEnumerable<string> elements)
    {
        _underWay.Remove(reading.Request);
        if (!RegisterSet.TryRead(elements, out var configurations, out var fault))
        {
            _log.Warning("The register's entry of bucket {Bucket} cannot be read: {Fault}", reading.Request.Bucket, fault);
            return;
        }

        _readSince[reading.Request.Bucket] = reading.Losses;
        reading.ReplyTo.Tell(new RegisterReply.Read(reading.Request.Bucket, reading.Request.Request, configurations));
    }

    private void OnWritten(Writing writing)
    {
        _underWay.Remove(writing.Request);
        writing.ReplyTo.Tell(new RegisterReply.Written(writing.Request.Bucket, writing.Request.Configuration));
    }

    private int Majority => (_members.Count / 2) + 1;

    private static ORSetKey<string> KeyOf(int bucket) => new($"bucket-{bucket}");

    /// <summary>Compares requests as their repetitions are equal: by bucket and number, or by bucket and claim.</summary>
    private sealed class SameRequest : IEqualityComparer<RegisterRequest>
    {
        public static readonly SameRequest Instance = new();

        public bool Equals(RegisterRequest? x, RegisterRequest? y) => KeyOf(x) == KeyOf(y);

        public int GetHashCode(RegisterRequest obj) => KeyOf(obj).GetHashCode();

        private static (int Bucket, long? Read, Ballot? Written) KeyOf(RegisterRequest? request) => request switch
        {
            RegisterRequest.Read read => (read.Bucket, read.Request, null),
            RegisterRequest.Write write => (write.Bucket, null, write.Configuration.Ballot),
            _ => default,
        };
    }

    private sealed record Reading(RegisterRequest.Read Request, IActorRef ReplyTo, int Losses);

    private sealed record Writing(RegisterRequest.Write Request, IActorRef ReplyTo);
}
