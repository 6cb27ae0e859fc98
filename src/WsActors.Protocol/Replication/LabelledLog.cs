namespace WsActors.Protocol.Replication;

/// <summary>A replica's log with the claims under which it was adopted.</summary>
/// <param name="log">The log.</param>
/// <param name="labels">The claims.</param>
/// <param name="confirmed">The last claim that is known to be confirmed.</param>
internal sealed class LabelledLog(BucketLog log, IEnumerable<Ballot> labels, Ballot confirmed)
{
    private readonly List<Ballot> _labels = [.. labels];
    private Ballot _confirmed = confirmed;

    public BucketLog Log { get; } = log;

    public int Labels => _labels.Count;

    /// <summary>Returns a longer log of the same home with these labels.</summary>
    public LabelledLog With(BucketLog longer) => new(longer, _labels, _confirmed);

    public bool Has(Ballot label) => _labels.Contains(label);

    public void Add(Ballot label)
    {
        if (!Has(label))
            _labels.Add(label);
    }

    /// <summary>Notes that a claim is known to be confirmed.</summary>
    public void Learn(Ballot confirmed)
    {
        if (confirmed.IsNewerThan(_confirmed))
            _confirmed = confirmed;
    }

    /// <summary>Remembers that a claim is confirmed, and forgets the others.</summary>
    public void Confirm(Ballot label)
    {
        _labels.RemoveAll(other => other != label);
        _confirmed = label;
    }

    public LogSummary Summary() => new([.. _labels], Log.Epoch, Log.LastTerm, Log.Last) { Confirmed = _confirmed };
}
