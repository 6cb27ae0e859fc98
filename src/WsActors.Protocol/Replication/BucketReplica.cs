using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// A bucket's replica on one node. It follows the newest claim that it knows. A log that it adopts under a claim stands beside the one that it had until
/// the claim is confirmed: if the claim fails, another home may need the old one. It does no I/O and reads no clock.
/// </summary>
/// <param name="self">This replica.</param>
/// <param name="newState">Creates an empty state.</param>
/// <param name="limits">The limits of replication.</param>
/// <param name="link">Sends its messages.</param>
public sealed class BucketReplica(ReplicaId self, Func<IBucketState> newState, ReplicationLimits limits, IReplicationLink link)
{
    private readonly List<LabelledLog> _logs = [];
    private Adoption? _adoption;

    /// <summary>The claim that it follows.</summary>
    public Ballot Promised { get; private set; }

    /// <summary>Describes its logs.</summary>
    public IReadOnlyList<LogSummary> Logs => [.. _logs.Select(log => log.Summary())];

    /// <summary>The state of the committed entries; null if it has no log. It is replaced when the log is fetched from another replica.</summary>
    public IBucketState? State => Shown?.State;

    /// <summary>The number of the last entry that <see cref="State"/> contains.</summary>
    public long Applied => Shown?.Applied ?? 0;

    private BucketLog? Shown => _logs.FirstOrDefault()?.Log;

    /// <summary>Takes a message from a home or another replica.</summary>
    public void Receive(ReplicaId from, ReplicationMessage message)
    {
        switch (message)
        {
            case Prepare when Follow(from, message.Ballot): link.SendToHome(from, new Prepared(Promised, Logs)); break;
            case Begin begin when Follow(from, message.Ballot): Take(from, begin); break;
            case Adopt adopt when Follow(from, message.Ballot): Take(from, adopt); break;
            case Continue again when Follow(from, message.Ballot): Take(from, again); break;
            case Append append when IsFollowed(from, message.Ballot): Take(from, append); break;
            case Fetch fetch when IsAllowed(from, fetch): Answer(from, fetch); break;
            case FetchedEntries piece when IsAwaited(from, message.Ballot): Take(piece); break;
            case FetchedState page when IsAwaited(from, message.Ballot): Take(page); break;
            case Refused refused when IsAwaited(from, message.Ballot): link.SendToHome(_adoption!.Home, refused); break;
        }
    }

    /// <summary>
    /// Drops its logs if no home can need them: the register has one configuration, of which this replica is no part, and the replica follows no claim that may
    /// still be written. To be called with what a majority has, and only if no home has sent anything for a while: one that is about to include this replica would wait
    /// for it in vain.
    /// </summary>
    /// <returns>True if logs were dropped.</returns>
    public bool ForgetUnlessIn(IReadOnlyList<BucketConfiguration> configurations)
    {
        if (_logs.Count == 0 || configurations is not [var only] || only.Replicas.Contains(self) || !IsSettled(only.Ballot))
            return false;

        _logs.Clear();
        _adoption = null;
        return true;
    }

    // A claim under which it has adopted a log may still be written with this replica in it, unless it is known to be confirmed.
    private bool IsSettled(Ballot registered) => (Promised == registered || registered.IsNewerThan(Promised))
        && Logs.All(log => log.Labels.All(label => label == log.Confirmed || label == registered));

    // A claim that exceeds the limit is refused as an older one is: its home stops, and tries again later.
    private bool Follow(ReplicaId home, Ballot ballot)
    {
        if (ballot == Promised)
            return true;

        if (!ballot.IsNewerThan(Promised) || _logs.Sum(log => log.Labels) >= limits.Claims)
            return Refuse(home, ballot);

        Promised = ballot;
        _adoption = null;
        return true;
    }

    private bool IsFollowed(ReplicaId home, Ballot ballot) => ballot == Promised || Refuse(home, ballot);

    private bool Refuse(ReplicaId home, Ballot ballot)
    {
        link.SendToHome(home, new Refused(ballot, Promised));
        return false;
    }

    private bool IsAllowed(ReplicaId replica, Fetch fetch)
    {
        if (fetch.Ballot == Promised)
            return true;

        link.SendToReplica(replica, new Refused(fetch.Ballot, Promised));
        return false;
    }

    private bool IsAwaited(ReplicaId from, Ballot ballot) =>
        _adoption is { } adoption && adoption.Request.Ballot == ballot && adoption.Request.Source == from;

    private void Take(ReplicaId home, Begin begin)
    {
        if (Find(begin.Ballot) is null)
            _logs.Add(new LabelledLog(new BucketLog(begin.Epoch, newState(), 0, begin.LostTerm, limits.KeptBytes), [begin.Ballot], confirmed: default));
        Confirm(home, begin.Ballot);
    }

    private void Take(ReplicaId home, Continue again)
    {
        if (Find(again.From) is not { } log)
            return;

        log.Add(again.Ballot);
        Confirm(home, again.Ballot);
    }

    private void Take(ReplicaId home, Adopt adopt)
    {
        if (Find(adopt.Ballot) is null && _logs.Find(log => log.Summary().IsSame(adopt.Log)) is { } same)
        {
            same.Add(adopt.Ballot);
            same.Learn(adopt.Log.Confirmed);
        }

        if (Find(adopt.Ballot) is { } adopted && adopted.Log.Last >= adopt.Log.Last)
            Confirm(home, adopt.Ballot);
        else if (adopt.Source != self)
            Fetch(home, adopt);
    }

    // The home repeats its request until it is answered, and with it the fetch that may have been lost.
    private void Fetch(ReplicaId home, Adopt adopt)
    {
        if (_adoption?.Request.Ballot != adopt.Ballot || _adoption.Request.Source != adopt.Source)
            _adoption = new Adoption(home, adopt, BeginningOf(adopt), newState, limits.KeptBytes);

        FetchNext();
    }

    // A log that this home itself has sent is the beginning of what it has by now. Of another log with the same epoch, the applied entries are.
    private BucketLog? BeginningOf(Adopt adopt) =>
        Find(adopt.Ballot)?.Log ?? _logs.Find(log => log.Log.Epoch == adopt.Log.Epoch)?.Log.Fork();

    private void Take(FetchedEntries piece)
    {
        var step = _adoption!.Take(piece);
        if (step == AdoptionStep.Advanced)
            FetchNext();
        else if (step == AdoptionStep.Complete)
            Finish(_adoption);
    }

    private void Take(FetchedState page)
    {
        if (_adoption!.Take(page) == AdoptionStep.Advanced)
            FetchNext();
    }

    private void FetchNext() => link.SendToReplica(_adoption!.Request.Source, _adoption.NextFetch);

    private void Finish(Adoption adoption)
    {
        _adoption = null;
        var ballot = adoption.Request.Ballot;
        if (Find(ballot) is not { } known)
            _logs.Add(new LabelledLog(adoption.Log!, [ballot], adoption.Request.Log.Confirmed));
        else if (known.Log != adoption.Log)
            _logs[_logs.IndexOf(known)] = known.With(adoption.Log!);
        Confirm(adoption.Home, ballot);
    }

    private void Answer(ReplicaId replica, Fetch fetch)
    {
        if (Find(fetch.Label)?.Log is not { } log)
            return;

        if (fetch.Cursor is null && fetch.Epoch == log.Epoch && log.HoldsAfter(fetch.After))
            link.SendToReplica(replica, new FetchedEntries(fetch.Ballot, fetch.After, log.Read(fetch.After, limits.MessageBytes), log.Last));
        else
            link.SendToReplica(replica, new FetchedState(
                fetch.Ballot, log.Epoch, fetch.Cursor, log.State.Read(fetch.Cursor, limits.MessageBytes), log.Applied, log.AppliedTerm));
    }

    private void Take(ReplicaId home, Append append)
    {
        if (Find(append.Ballot) is not { } labelled)
            return;

        if (append.IsConfirmed)
            Settle(labelled, append.Ballot);
        if (append.After <= labelled.Log.Last)
        {
            foreach (var entry in append.Entries)
                if (entry.Sequence > labelled.Log.Last)
                    labelled.Log.Append(entry);
        }

        labelled.Log.CommitThrough(append.Committed);
        link.SendToHome(home, new Appended(append.Ballot, labelled.Log.Last, append.IsConfirmed));
    }

    // No home needs the logs of other claims any more: whoever claims next reads this claim in the register.
    private void Settle(LabelledLog confirmed, Ballot ballot)
    {
        _logs.RemoveAll(log => log != confirmed);
        confirmed.Confirm(ballot);
    }

    private void Confirm(ReplicaId home, Ballot ballot) => link.SendToHome(home, new Adopted(ballot, Find(ballot)!.Summary()));

    private LabelledLog? Find(Ballot label) => _logs.Find(log => log.Has(label));
}
