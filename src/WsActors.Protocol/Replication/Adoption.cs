namespace WsActors.Protocol.Replication;

/// <summary>
/// The transfer of a log from another replica to this one: its applied entries as pages of state if this replica has none or is too far
/// behind, then the other entries. One request is under way at a time.
/// </summary>
/// <param name="home">The home that asked for it.</param>
/// <param name="request">Its request.</param>
/// <param name="log">The beginning of the log, to which entries are added; null if this replica has none.</param>
/// <param name="newState">Creates an empty state.</param>
/// <param name="keptBytes">Bytes of applied entries to keep.</param>
internal sealed class Adoption(
    ReplicaId home, ReplicationMessage.Adopt request, BucketLog? log, Func<IBucketState> newState, long keptBytes)
{
    private StateTransfer? _transfer;

    public ReplicaId Home { get; } = home;

    public ReplicationMessage.Adopt Request { get; } = request;

    /// <summary>The log, as far as it has come; null until its state is here.</summary>
    public BucketLog? Log { get; private set; } = log;

    /// <summary>The request for the next piece.</summary>
    public ReplicationMessage.Fetch NextFetch => _transfer is { } transfer
        ? new(Request.Ballot, Request.Log.Labels[0], null, 0, transfer.Cursor)
        : new(Request.Ballot, Request.Log.Labels[0], Log?.Epoch, Log?.Last ?? 0, null);

    /// <summary>Takes a piece of entries.</summary>
    public AdoptionStep Take(ReplicationMessage.FetchedEntries piece)
    {
        if (Log is null || _transfer is not null || piece.After != Log.Last)
            return AdoptionStep.Ignored;

        foreach (var entry in piece.Entries)
            Log.Append(entry);
        return Log.Last >= piece.Last ? AdoptionStep.Complete : AdoptionStep.Advanced;
    }

    /// <summary>Takes a page of the state. A first page begins anew: the source has no entries any more that would follow what was fetched.</summary>
    public AdoptionStep Take(ReplicationMessage.FetchedState piece)
    {
        if (piece.Cursor != _transfer?.Cursor)
            return AdoptionStep.Ignored;

        _transfer ??= new StateTransfer(piece, newState());
        _transfer.State.Load(piece.Page);
        _transfer.Cursor = piece.Page.Next;
        if (_transfer.Cursor is null)
        {
            var first = _transfer.First;
            Log = new BucketLog(first.Epoch, _transfer.State, first.Applied, first.AppliedTerm, keptBytes);
            _transfer = null;
        }

        return AdoptionStep.Advanced;
    }

    private sealed class StateTransfer(ReplicationMessage.FetchedState first, IBucketState state)
    {
        public ReplicationMessage.FetchedState First { get; } = first;

        public IBucketState State { get; } = state;

        public string? Cursor { get; set; }
    }
}
