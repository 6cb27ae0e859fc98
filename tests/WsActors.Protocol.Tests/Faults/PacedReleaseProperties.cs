using CsCheck;
using WsActors.Protocol.Faults;

namespace WsActors.Protocol.Tests.Faults;

/// <summary>How much of a send that is held back leaves by a certain time.</summary>
public sealed class PacedReleaseProperties
{
    private static readonly Gen<(TimeSpan Delay, int BytesPerSecond, int[] Sends)> AnyCase = Gen.Select(
        Gen.Int[0, 60_000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        Gen.OneOf(Gen.Const(0), Gen.Int[InjectedFault.MinBytesPerSecond, 1_000_000]),
        Gen.Int[1, 70_000].Array[1, 5]);

    [Fact]
    public void Everything_leaves_in_the_end_never_before_its_delay_and_never_faster_than_the_rate() => AnyCase.Sample(one =>
    {
        var (release, now) = (default(PacedRelease), TimeSpan.FromSeconds(10));
        foreach (var bytes in one.Sends)
        {
            var begun = now;
            release.Begin(now, one.Delay);
            for (var held = bytes; held > 0;)
            {
                var next = release.NextAt(held, one.BytesPerSecond);
                Assert.True(next >= now, "the next piece is due in the past");
                now = next;
                var taken = release.Take(now, held, one.BytesPerSecond);
                held -= taken;
                Assert.InRange(taken, one.BytesPerSecond == 0 ? bytes : 0, bytes);
            }

            var least = one.Delay + (one.BytesPerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)bytes / one.BytesPerSecond));
            Assert.True(now - begun >= least - TimeSpan.FromMicroseconds(1), $"{bytes} bytes left after {now - begun} in place of {least}");
        }
    });

    [Fact]
    public void Idle_time_is_not_credited()
    {
        var release = default(PacedRelease);
        release.Begin(TimeSpan.FromHours(5), TimeSpan.Zero);

        Assert.Equal(0, release.Take(TimeSpan.FromHours(5), held: 1000, bytesPerSecond: 100));
        Assert.Equal(100, release.Take(TimeSpan.FromHours(5) + TimeSpan.FromSeconds(1), held: 1000, bytesPerSecond: 100));
    }

    [Fact]
    public void Before_its_time_nothing_leaves_and_the_end_of_the_fault_lets_everything_go()
    {
        var release = default(PacedRelease);
        release.Begin(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(0, release.Take(TimeSpan.FromSeconds(30), held: 7, bytesPerSecond: 0));

        release.End(TimeSpan.FromSeconds(2));

        Assert.Equal(7, release.Take(TimeSpan.FromSeconds(2), held: 7, bytesPerSecond: 0));
    }
}
