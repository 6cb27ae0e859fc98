namespace WsActors.LoadTest.Checking;

/// <summary>What all readings together have seen: written by one thread, read by any.</summary>
internal sealed class ReadingTotals
{
    private long _deliveries;
    private long _complete;
    private long _incomplete;
    private long _gaps;
    private long _gapMessages;

    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Subscriptions with <c>recovered: true</c>.</summary>
    public long CompleteRecoveries => Volatile.Read(ref _complete);

    /// <summary>Subscriptions with <c>recovered: false</c>.</summary>
    public long IncompleteRecoveries => Volatile.Read(ref _incomplete);

    /// <summary>Ranges that the server said will not come.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    /// <summary>Offsets in these ranges.</summary>
    public long GapMessages => Volatile.Read(ref _gapMessages);

    public void CountDelivery() => Volatile.Write(ref _deliveries, _deliveries + 1);

    public void CountRecovery(bool isComplete)
    {
        if (isComplete)
            Volatile.Write(ref _complete, _complete + 1);
        else
            Volatile.Write(ref _incomplete, _incomplete + 1);
    }

    public void CountGap(long messages)
    {
        Volatile.Write(ref _gaps, _gaps + 1);
        Volatile.Write(ref _gapMessages, _gapMessages + messages);
    }
}
