using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Explain;

/// <summary>Recognises connections that were cut again and again after the same time.</summary>
/// <param name="Count">The connections that were cut so.</param>
/// <param name="After">The time.</param>
/// <param name="IsIdle">True if it is the time without traffic; false if it is the age of the connection.</param>
/// <param name="Address">The address from which the last of them came.</param>
internal sealed record RepeatedCut(int Count, TimeSpan After, bool IsIdle, string? Address)
{
    private const int Least = 2;

    // Networks fail after any time. Timeouts that people set are whole seconds, and are noticed within a second or so.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);
    private const double RelativeTolerance = 0.1;

    /// <summary>Returns the pattern in a user's tombstones, newest first; null if there is none.</summary>
    public static RepeatedCut? In(IReadOnlyList<Tombstone> tombstones)
    {
        Tombstone[] lost = [.. tombstones.Where(tombstone => tombstone.WasLost)];
        return In(lost, tombstone => tombstone.Idle, isIdle: true) ?? In(lost, tombstone => tombstone.EndedAt - tombstone.ConnectedAt, isIdle: false);
    }

    private static RepeatedCut? In(Tombstone[] lost, Func<Tombstone, TimeSpan> time, bool isIdle)
    {
        if (lost.Length < Least || time(lost[0]) < Shortest)
            return null;

        var count = lost.Count(tombstone => IsAbout(time(tombstone), time(lost[0])));
        return count < Least ? null : new RepeatedCut(count, time(lost[0]), isIdle, lost[0].RemoteEndPoint?.ToString());
    }

    private static bool IsAbout(TimeSpan time, TimeSpan other) =>
        (time - other).Duration() <= (other * RelativeTolerance > Tolerance ? other * RelativeTolerance : Tolerance);
}
