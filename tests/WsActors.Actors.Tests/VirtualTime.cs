using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace WsActors.Actors.Tests;

/// <summary>
/// The clock and the scheduler of a test, moved together: the scheduler's Advance moves its own now and no other
/// clock, and an actor that reads one while its timer runs on the other would see time stand still.
/// </summary>
public sealed class VirtualTime(TestScheduler scheduler)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public FakeTimeProvider Provider { get; } = new(DateTimeOffset.UnixEpoch);

    /// <summary>Moves in small steps, so that a repeated timer fires as often as it would.</summary>
    public void Advance(TimeSpan by)
    {
        for (var left = by; left > TimeSpan.Zero; left -= Step)
        {
            var step = left < Step ? left : Step;
            Provider.Advance(step);
            scheduler.Advance(step);
        }
    }
}
