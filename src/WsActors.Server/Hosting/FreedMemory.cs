namespace WsActors.Server.Hosting;

/// <summary>
/// Judges when it is worth collecting garbage for the sake of others: the node has let go of much, and has become calm. Without a
/// reason to collect, .NET keeps what a storm has taken for as long as the node is idle.
/// </summary>
internal sealed class FreedMemory
{
    /// <summary>Bytes that the node must have let go of.</summary>
    public const long WorthIt = 32 * 1024 * 1024;

    /// <summary>Bytes allocated between two looks, up to which the node counts as calm.</summary>
    public const long Calm = 32 * 1024 * 1024;

    // A node that never becomes calm gives back as well, but not more often than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private long _most;
    private TimeSpan? _freedAt;

    /// <summary>True if the heap should be collected now.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="heldBytes">About what the node holds for its clients.</param>
    /// <param name="allocatedBytes">What was allocated since the last look.</param>
    public bool IsDue(TimeSpan now, long heldBytes, long allocatedBytes)
    {
        _most = Math.Max(_most, heldBytes);
        if (_most - heldBytes < WorthIt)
        {
            _freedAt = null;
            return false;
        }

        _freedAt ??= now;
        if (allocatedBytes > Calm && now - _freedAt < LongestWait)
            return false;

        (_most, _freedAt) = (heldBytes, null);
        return true;
    }
}
