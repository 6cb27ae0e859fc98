namespace WsActors.Server.Hosting;

/// <summary>
/// Decides when a collection should return memory to the system: when the node has freed much memory and is calm. Without a reason to
/// collect, .NET keeps the memory of a past storm for as long as the node is idle.
/// </summary>
internal sealed class FreedMemory
{
    /// <summary>Bytes that the node must have freed to make a collection worthwhile.</summary>
    public const long WorthIt = 32 * 1024 * 1024;

    /// <summary>Largest number of bytes allocated or freed between two checks for which the node counts as calm.</summary>
    public const long Calm = 32 * 1024 * 1024;

    // A node that never becomes calm returns memory too, but not more often than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private long _most;
    private TimeSpan? _freedAt;

    /// <summary>True if the heap should be collected now.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="heldBytes">An estimate of the bytes that the node holds for its clients.</param>
    /// <param name="freedBytes">An estimate of what clients that have ended since the last check held; they may have come since then too.</param>
    /// <param name="allocatedBytes">Bytes allocated since the last check.</param>
    public bool IsDue(TimeSpan now, long heldBytes, long freedBytes, long allocatedBytes)
    {
        _most = Math.Max(_most, heldBytes + freedBytes);
        if (_most - heldBytes < WorthIt)
        {
            _freedAt = null;
            return false;
        }

        _freedAt ??= now;
        if (Math.Max(allocatedBytes, freedBytes) > Calm && now - _freedAt < LongestWait)
            return false;

        (_most, _freedAt) = (heldBytes, null);
        return true;
    }
}
