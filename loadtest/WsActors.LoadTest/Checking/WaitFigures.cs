namespace WsActors.LoadTest.Checking;

/// <summary>The longest times, in seconds.</summary>
/// <param name="Refusals">Without an accepted publication, per topic.</param>
/// <param name="Deliveries">From acceptance to delivery, per client.</param>
internal sealed record WaitFigures(WaitFigures.Longest Refusals, WaitFigures.Longest Deliveries)
{
    /// <summary>The longest time of each topic or client: the median of them, and the greatest.</summary>
    internal readonly record struct Longest(double Median, double Greatest);
}
