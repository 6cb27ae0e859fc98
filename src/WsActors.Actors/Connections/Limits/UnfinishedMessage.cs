namespace WsActors.Actors.Connections.Limits;

/// <summary>
/// State that a connection keeps while its peer has begun a message and not finished it. It exists only then, so idle connections keep a
/// null reference.
/// </summary>
internal sealed class UnfinishedMessage
{
    private TimeSpan? _since;

    /// <summary>Bytes that the node knows of: whole steps.</summary>
    public int CountedBytes { get; set; }

    /// <summary>Notes at the end of a turn whether a message is unfinished, or stays so.</summary>
    /// <returns>Whether one has just begun.</returns>
    public bool Note(bool isMidMessage, TimeSpan now)
    {
        var begins = isMidMessage && _since is null;
        if (begins)
            _since = now;
        else if (!isMidMessage)
            _since = null;
        return begins;
    }

    /// <summary>A message ended: if another is unfinished, it has begun since.</summary>
    public void Ended() => _since = null;

    /// <summary>Restarts the time, because the node itself has not read on.</summary>
    public void Excuse(TimeSpan now) => _since = _since is null ? null : now;

    /// <summary>The time by which the message must be complete; far in the future if none is unfinished.</summary>
    public TimeSpan DueAt(TimeSpan timeout) => _since is { } since ? since + timeout : TimeSpan.MaxValue;
}
