namespace WsActors.Protocol.Faults;

/// <summary>
/// Decides how much of a send that is held back may leave by a certain time: nothing before its delay is over, and then no more than the rate
/// allows. Times are those of one clock that never goes back.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its owner.</remarks>
public struct PacedRelease
{
    /// <summary>The time between two pieces of a send that is throttled.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(100);

    // What has left has used up the rate until this time. Time without a send is not credited.
    private TimeSpan _paidUntil;

    /// <summary>A send begins to wait.</summary>
    public void Begin(TimeSpan now, TimeSpan delay) => _paidUntil = now + delay > _paidUntil ? now + delay : _paidUntil;

    /// <summary>The delay of what waits is over: the fault has ended.</summary>
    public void End(TimeSpan now) => _paidUntil = now < _paidUntil ? now : _paidUntil;

    /// <summary>Takes as many bytes as may leave now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="held">The bytes that wait.</param>
    /// <param name="bytesPerSecond">The rate; 0 for none.</param>
    public int Take(TimeSpan now, int held, int bytesPerSecond)
    {
        if (now < _paidUntil)
            return 0;
        if (bytesPerSecond == 0)
            return held;

        var passed = Math.Min((now - _paidUntil).Ticks, TimeSpan.TicksPerHour);
        var allowed = (int)Math.Min(held, passed * bytesPerSecond / TimeSpan.TicksPerSecond);
        _paidUntil += TimeOf(allowed, bytesPerSecond);
        return allowed;
    }

    /// <summary>The time at which more may leave.</summary>
    public readonly TimeSpan NextAt(int held, int bytesPerSecond)
    {
        if (bytesPerSecond == 0)
            return _paidUntil;

        var (all, one) = (TimeOf(held, bytesPerSecond), TimeOf(1, bytesPerSecond));
        return _paidUntil + (all < Piece ? all : one > Piece ? one : Piece);
    }

    // Rounded up, so that the rate is never exceeded.
    private static TimeSpan TimeOf(int bytes, int bytesPerSecond) =>
        TimeSpan.FromTicks(((bytes * TimeSpan.TicksPerSecond) + bytesPerSecond - 1) / bytesPerSecond);
}
